import { InvalidInput } from '@yagura/kernel';
import { isListType, isNonNullType } from 'graphql';
import type { RestOperation, RestParameter } from './rest-operation';
import { fromText } from './value-schema';

/** A request of the partner surface as it was sent. */
export interface RestRequest {
  readonly operation: RestOperation;
  readonly path: ReadonlyMap<string, string>;
  readonly query: URLSearchParams;
  readonly body?: string;
  readonly idempotencyKey?: string;
}

/** The variables of a request's document. Throws InvalidInput that names the first parameter at fault, and never repeats what was sent. */
export function bound({ operation, path, query, body }: RestRequest): Record<string, unknown> {
  const { parameters } = operation;
  const names = (place: RestParameter['place']): Set<string> => new Set(parameters.filter((parameter) => parameter.place === place).map(({ name }) => name));
  const known = names('query');
  if ([...query.keys()].some((name) => !known.has(name))) throw new InvalidInput('The query has a parameter that this operation does not know.', { slug: 'parameter.unknown' });
  const members = operation.place.method === 'POST' ? membersOf(body ?? '', names('body')) : new Map<string, unknown>();
  const sent = ({ place, name, type }: RestParameter): unknown => {
    if (place === 'body') return members.get(name);
    return place === 'path' ? fromText(type, path.get(name) ?? '') : fromQuery(name, type, query.getAll(name));
  };
  return Object.fromEntries(parameters.flatMap((parameter) => {
    const value = checked(parameter, sent(parameter));
    return value === undefined ? [] : [[parameter.name, value] as const];
  }));
}

function checked({ name, required, schema }: RestParameter, value: unknown): unknown {
  if (value === undefined && !required) return undefined;
  if (value === undefined) throw new InvalidInput(`${name} is missing.`, { slug: 'parameter.missing', path: name });
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InvalidInput(`${name}: ${parsed.error.issues[0].message}.`, { slug: 'parameter.invalid', path: name });
}

function fromQuery(name: string, type: RestParameter['type'], texts: readonly string[]): unknown {
  if (texts.length === 0) return undefined;
  if (isListType(isNonNullType(type) ? type.ofType : type)) return texts.map((text) => fromText(type, text));
  // Two readers could take different ones.
  if (texts.length > 1) throw new InvalidInput(`${name} is given twice.`, { slug: 'parameter.repeated', path: name });
  return fromText(type, texts[0]);
}

/** Members of a JSON body by name; a Map, so that no name has a meaning of its own here. */
function membersOf(text: string, known: ReadonlySet<string>): Map<string, unknown> {
  const body = parsed(text);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new InvalidInput('Send one JSON object.', { slug: 'body.invalid' });
  const members = new Map<string, unknown>(Object.entries(body));
  if ([...members.keys()].some((name) => !known.has(name))) throw new InvalidInput('The body has a member that this operation does not know.', { slug: 'parameter.unknown' });
  return members;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new InvalidInput('The body is no JSON.', { slug: 'body.invalid', cause });
  }
}
