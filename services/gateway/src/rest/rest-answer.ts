import type { AnswerForm, RestOperation } from './rest-operation';

/** An answer as it goes out: its head and its bytes. */
export interface RestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

type Data = Readonly<Record<string, unknown>>;

const asData = (value: unknown): Data => (typeof value === 'object' && value !== null ? value as Data : {});
const json = (body: unknown, headers: Readonly<Record<string, string>> = {}): RestAnswer =>
  ({ status: 200, headers: { 'content-type': 'application/json', ...headers }, body: Buffer.from(JSON.stringify(body)) });

const SHAPES: Readonly<Record<AnswerForm, (answer: unknown, path: string, query: URLSearchParams) => RestAnswer>> = {
  one: (answer) => json(answer),
  list: (items) => json({ items }),
  page: (answer, path, query) => pageOf(asData(answer), path, query),
  file: (answer) => fileOf(asData(answer)),
};

/** The data of a document's answer as its operation shows them. `path` and `query` are those of the request, for the link to the next page. */
export function restAnswer({ wrappers, form }: RestOperation, data: unknown, path: string, query: URLSearchParams): RestAnswer {
  return SHAPES[form](wrappers.reduce((at: unknown, key) => asData(at)[key], data), path, query);
}

function pageOf({ nodes, pageInfo }: Data, path: string, query: URLSearchParams): RestAnswer {
  const { endCursor } = asData(pageInfo);
  if (typeof endCursor !== 'string') return json({ items: nodes, nextCursor: null });
  const next = new URLSearchParams(query);
  next.set('after', endCursor);
  return json({ items: nodes, nextCursor: endCursor }, { link: `<${path}?${next.toString()}>; rel="next"` });
}

/** Bytes to be saved, never shown in place; their hash stands in the head, so that a program can check what arrived (RFC 9530). */
function fileOf({ contentType, content, sha256, name }: Data): RestAnswer {
  const digest = Buffer.from(String(sha256), 'hex').toString('base64');
  const saveAs = typeof name === 'string' ? `; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)}` : '';
  return {
    status: 200,
    headers: { 'content-type': String(contentType), 'content-disposition': `attachment${saveAs}`, 'repr-digest': `sha-256=:${digest}:` },
    body: Buffer.from(String(content), 'base64'),
  };
}
