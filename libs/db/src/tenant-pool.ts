import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { Client, Pool, Query, type PoolClient, type PoolConfig, type QueryResult } from 'pg';
import { outage } from './database-fault';
import type { Row } from './tenant-tx';
import { lend } from './transaction-client';

/** What the running call may reach: its signed context and, inside `db.run`, the one connection of its transaction. */
export interface Carried {
  readonly signed: string;
  readonly client?: PoolClient;
}

/**
 * Private to this library: carries the explicit `ctx` of `db.run` and `db.read` through Prisma to the PostgreSQL client, which is the
 * one place that reads it.
 */
export const carrier = new AsyncLocalStorage<Carried>();

// pg publishes no types for its protocol layer; this shim names just the parts that are used, and nothing outside this file sees it.
interface Wire {
  parse(message: { text: string; name: string; types: number[] }): void;
  bind(message: { portal: string; statement: string; values: unknown[]; binary: boolean; valueMapper: (value: unknown) => unknown }): void;
  execute(message: { portal: string; rows: number }): void;
  contextParsed?: boolean;
}
type Callback = (error: Error | null, result?: unknown) => void;
interface QueryInternals {
  queryMode: string; values: unknown; callback?: Callback; submit: unknown;
  prepare(connection: Wire): void; handleDataRow(message: unknown): void; handleCommandComplete(message: unknown, connection: Wire): void;
  handleError(error: Error, connection: Wire): void;
}
interface ClientInternals {
  query(config: unknown, values?: unknown, callback?: unknown): unknown;
  getTransactionStatus(): string | null;
}
type Constructor<T> = new (...args: unknown[]) => T;

const BaseQuery = Query as unknown as Constructor<QueryInternals>;
const BaseClient = Client as unknown as Constructor<ClientInternals>;

const SET_CONTEXT = "select set_config('app.ctx', $1, true)";
const STATEMENT = '__ctx';

/** Parse/Bind/Execute of set_config, then the query, then ONE Sync: one implicit transaction and one round trip; nothing stays behind. */
class ContextQuery extends BaseQuery {
  private skipping = true;

  constructor(private readonly signed: string, config: unknown, values: unknown, callback: unknown) {
    super(config, values, callback);
    this.queryMode = 'extended';
    this.values ??= [];
  }

  override prepare(connection: Wire): void {
    if (connection.contextParsed !== true) {
      connection.parse({ text: SET_CONTEXT, name: STATEMENT, types: [] });
      connection.contextParsed = true;
    }
    connection.bind({ portal: '', statement: STATEMENT, values: [this.signed], binary: false, valueMapper: (value) => value });
    connection.execute({ portal: '', rows: 0 });
    super.prepare(connection);
  }

  override handleDataRow(message: unknown): void {
    if (!this.skipping) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: Wire): void {
    if (this.skipping) this.skipping = false;
    else super.handleCommandComplete(message, connection);
  }

  override handleError(error: Error, connection: Wire): void {
    this.skipping = false;
    super.handleError(error, connection);
  }
}

/** A PostgreSQL client on which a statement without a tenant context is refused before it is sent. */
export class TenantClient extends BaseClient {
  override query(config: unknown, values?: unknown, callback?: unknown): unknown {
    if (typeof config === 'object' && config !== null && 'submit' in config && typeof config.submit === 'function') return super.query(config, values, callback);
    const given = typeof values === 'function' ? undefined : values;
    const done = (typeof values === 'function' ? values : callback) as Callback | undefined;
    const signed = carrier.getStore()?.signed;
    if (signed === undefined) return refuse(done);
    const status = this.getTransactionStatus();
    // Inside a transaction the statement that carried BEGIN has set the context for all that follow.
    if (status === 'T' || status === 'E') return super.query(config, given, done);
    const query = new ContextQuery(signed, config, given, done);
    if (query.callback !== undefined && query.callback !== null) return void super.query(query);
    return new Promise((resolve, reject) => {
      query.callback = (error, result) => (error ? reject(error) : resolve(result));
      super.query(query);
    });
  }
}

function refuse(done: Callback | undefined): Promise<never> | undefined {
  const error = new TypeError('a statement was issued without a tenant context');
  if (done === undefined) return Promise.reject(error);
  process.nextTick(done, error);
  return undefined;
}

/**
 * The pool of one service role. Inside `db.run` everything goes to the transaction's own connection. pg-pool runs a queued callback in
 * the async context of whoever released the connection; here it is bound to the asker's.
 */
export class TenantPool extends Pool {
  constructor(config: PoolConfig) {
    super({ ...config, Client: TenantClient as unknown as typeof Client });
  }

  /** A connection of the pool itself, also inside a transaction: for `db.run`, which begins there. */
  take(): Promise<PoolClient> {
    return new Promise((resolve, reject) => {
      super.connect(AsyncResource.bind((error, client) => (client === undefined ? reject(error) : resolve(client))));
    });
  }

  override connect(): Promise<PoolClient>;
  override connect(callback: (error: Error | undefined, client: PoolClient | undefined, done: (release?: unknown) => void) => void): void;
  override connect(callback?: (error: Error | undefined, client: PoolClient | undefined, done: (release?: unknown) => void) => void): Promise<PoolClient> | void {
    if (callback !== undefined) return super.connect(AsyncResource.bind(callback));
    const open = carrier.getStore()?.client;
    return open === undefined ? this.take() : Promise.resolve(lend(open));
  }

  /** One statement under the carried context; Unavailable when the database is away. */
  statement<R extends Row>(text: string, values: readonly unknown[] = []): Promise<QueryResult<R>> {
    // The override below answers what pg answers, of which TypeScript is told nothing there.
    const answer: Promise<QueryResult<R>> = this.query(text, [...values]);
    return answer.catch((error: unknown) => { throw outage(error); });
  }

  // pg declares a dozen overloads of this method; all of them are passed on as they came.
  override query(...args: unknown[]): never {
    const open = carrier.getStore()?.client;
    const run = (open === undefined ? super.query : open.query) as (...given: unknown[]) => never;
    return run.apply(open ?? this, args);
  }
}
