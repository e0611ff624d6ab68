/** Who asks: a name for reports, and the header with which they ask; none for a stranger. */
export interface ApiActor {
  readonly name: string;
  authorization(): Promise<string | undefined>;
}

export interface ApiFault {
  readonly message: string;
  readonly path: readonly (string | number)[];
  readonly code: string;
}

/** One answer with everything that came over the wire. */
export interface ApiReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly faults: readonly ApiFault[];
}

/** What was asked and answered, kept for a search at the end. `wire` is status line, headers and body. */
export interface Heard {
  readonly actor: string;
  readonly label: string;
  readonly sent: string;
  readonly wire: string;
}

/** The public GraphQL API by plain HTTP: no code of the product stands between the test and the bytes. */
export class ApiCaller {
  readonly heard: Heard[] = [];

  constructor(readonly url: string) {}

  async ask(actor: ApiActor, query: string, variables: Readonly<Record<string, unknown>> = {}, label = query): Promise<ApiReply> {
    const response = await this.open(actor, query, variables, 'application/json');
    const text = await response.text();
    const headers = Object.fromEntries(response.headers);
    this.heard.push({ actor: actor.name, label, sent: JSON.stringify(variables), wire: [`${response.status} ${response.statusText}`, ...Object.entries(headers).map((pair) => pair.join(': ')), text].join('\n') });
    const body = asRecord(parsed(text));
    return { status: response.status, headers, text, data: body['data'] === undefined || body['data'] === null ? null : asRecord(body['data']), faults: asList(body['errors']).map(toFault) };
  }

  /** The data of an answer without a fault; fails with the faults else. */
  async demand(actor: ApiActor, query: string, variables: Readonly<Record<string, unknown>> = {}, label?: string): Promise<Readonly<Record<string, unknown>>> {
    const { data, faults, text } = await this.ask(actor, query, variables, label);
    if (data === null || faults.length > 0) throw new Error(`${actor.name}: ${label ?? query} with ${JSON.stringify(variables)} was answered ${text.slice(0, 600)}`);
    return data;
  }

  /** The open answer, for streams (`text/event-stream`) as for whole answers. */
  async open(actor: ApiActor, query: string, variables: Readonly<Record<string, unknown>>, accept: string, signal?: AbortSignal): Promise<Response> {
    const authorization = await actor.authorization();
    return fetch(this.url, {
      method: 'POST', body: JSON.stringify({ query, variables }), signal,
      headers: { 'content-type': 'application/json', accept, ...(authorization === undefined ? {} : { authorization }) },
    });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toFault(value: unknown): ApiFault {
  const { message, path, extensions } = asRecord(value);
  const steps = asList(path).filter((step): step is string | number => typeof step === 'string' || typeof step === 'number');
  return { message: String(message), path: steps, code: String(asRecord(extensions)['code']) };
}

/** A value as an object; an empty one when it is none. */
export const asRecord = (value: unknown): Readonly<Record<string, unknown>> => (typeof value === 'object' && value !== null ? { ...value } : {});
/** A value as a list; an empty one when it is none. */
export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The value at a dotted path, such as `case.findings.nodes.0.id`. */
export const valueAt = (value: unknown, path: string): unknown => path.split('.').reduce<unknown>((at, step) => (Array.isArray(at) ? at[Number(step)] : asRecord(at)[step]), value);

/** The text at a dotted path; fails by its name when there is none. */
export function textAt(value: unknown, path: string): string {
  const found = valueAt(value, path);
  if (typeof found !== 'string') throw new Error(`There is no text at ${path} of ${JSON.stringify(value).slice(0, 300)}`);
  return found;
}
