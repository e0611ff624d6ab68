import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { bindParameters } from './bound-parameters';
import { type Engine } from './engine';
import { asEngineError, badRequest, EngineError, refusedQuery, tooLarge, unauthenticated } from './engine-error';
import { insertThroughSpool } from './insert-spool';
import { isSameKey } from './key-file';
import { readSettings, type RequestSettings } from './request-settings';
import { inspectStatement, type Statement } from './statement-guard';

export interface HttpFrontOptions {
  readonly engine: Engine;
  readonly key: string;
  readonly maxBodyBytes: number;
}

/** Query texts of the emitter with every list at its cap stay below this; inserts have their own, larger bound. */
const MAX_QUERY_BYTES = 1024 * 1024;
/** Bound parameters travel in the address, as on a server, whose own limit (`http_max_uri_size`) is the same. */
const MAX_HEADER_BYTES = 1024 * 1024;

/** The subset of ClickHouse's HTTP interface that `@clickhouse/client` speaks; every request but /ping needs the key. */
export function createHttpFront(options: HttpFrontOptions): Server {
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, keepAlive: true, requestTimeout: 120_000 }, (request, response) => {
    answer(options, request, response).catch((error: unknown) => { fail(response, asEngineError(error)); });
  });
  // Longer than the client's idle time, so that the client is the one that closes and no request meets a closed socket.
  server.keepAliveTimeout = 30_000;
  server.maxConnections = 128;
  return server;
}

async function answer(options: HttpFrontOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://lake');
  if (url.pathname === '/ping') return send(response, 200, Buffer.from('Ok.\n'));
  if (!isSameKey(givenKey(request), options.key)) throw unauthenticated();
  if (url.pathname !== '/' || (request.method !== 'POST' && request.method !== 'GET')) throw badRequest('There is nothing at this address');
  const settings = readSettings(url.searchParams);
  const inAddress = url.searchParams.get('query');
  const text = inAddress ?? await readText(request);
  const statement = inspectStatement(text);
  response.setHeader('X-ClickHouse-Query-Id', /^[\w:-]{1,100}$/.exec(url.searchParams.get('query_id') ?? '')?.[0] ?? '');
  await execute(options, { statement, text, settings, values: parameters(url.searchParams) }, request, response);
}

interface Asked {
  readonly statement: Statement;
  readonly text: string;
  readonly settings: RequestSettings;
  readonly values: ReadonlyMap<string, string>;
}

async function execute(options: HttpFrontOptions, asked: Asked, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { statement, settings } = asked;
  switch (statement.kind) {
    case 'insert': {
      const rows = await options.engine.inWriterTurn((run) => insertThroughSpool(request, options.maxBodyBytes, { ...statement, token: settings.token }, run));
      response.setHeader('X-ClickHouse-Summary', JSON.stringify({ written_rows: String(rows) }));
      return send(response, 200, Buffer.alloc(0));
    }
    case 'schema':
      await options.engine.change(asked.text);
      return send(response, 200, Buffer.alloc(0));
    case 'read': {
      const result = await options.engine.read(withSettings(bindParameters(asked.text, asked.values), statement, settings));
      return send(response, 200, result.bytes);
    }
  }
}

/** Reads of our own tables must carry a row filter: a query whose tenant predicate was forgotten never reaches the engine. */
function withSettings(sql: string, statement: Statement & { kind: 'read' }, settings: RequestSettings): string {
  const isOurs = statement.table !== undefined && !statement.table.startsWith('system.');
  if (isOurs && !settings.rowFilter?.includes(`'${statement.table}':`)) throw refusedQuery('a table of tenants is read only under additional_table_filters');
  const clauses = settings.rowFilter === undefined ? settings.clauses : [...settings.clauses, `additional_table_filters = ${settings.rowFilter}`];
  return clauses.length === 0 ? sql : `${sql} SETTINGS ${clauses.join(', ')}`;
}

function parameters(search: URLSearchParams): ReadonlyMap<string, string> {
  return new Map([...search].filter(([name]) => name.startsWith('param_')).map(([name, value]) => [name.slice('param_'.length), value]));
}

function givenKey(request: IncomingMessage): string {
  const named = request.headers['x-clickhouse-key'];
  if (typeof named === 'string') return named;
  const basic = /^Basic ([A-Za-z0-9+/=]+)$/.exec(request.headers.authorization ?? '');
  return basic ? Buffer.from(basic[1], 'base64').toString('utf8').replace(/^[^:]*:/, '') : '';
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_QUERY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, status: number, body: Uint8Array): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=UTF-8', 'Content-Length': body.length });
  response.end(body);
}

function fail(response: ServerResponse, error: EngineError): void {
  if (response.headersSent || response.destroyed) { response.destroy(); return; }
  response.setHeader('X-ClickHouse-Exception-Code', String(error.clickhouseCode));
  // The rest of a refused body is not read; the connection ends with the answer.
  response.setHeader('Connection', 'close');
  send(response, statusOf(error), Buffer.from(error.message));
}

function statusOf(error: EngineError): number {
  switch (error.clickhouseCode) {
    case 516: case 497: return 403;
    case 202: return 503;
    case 161: return 413;
    case 36: case 62: case 60: case 47: return 400;
    default: return 500;
  }
}
