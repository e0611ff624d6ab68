import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { Client, Pool, Query, type PoolClient, type PoolConfig, type QueryResult } from 'pg';
import { outage } from './database-fault';
import type { Row } from './tenant-tx';
import { lend } from './transaction-client';

/** What the running call may reach: its signed context and, inside `db.run`, the one connection of its transaction. */
export interface Carried {
  readonly signed: string;
  readonly client?: PoolClient;
  /** True once that transaction is over: its connection is then somebody else's, and what is still asked of it is refused. */
  isOver?: boolean;
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

const SET_CONTEXT = "select pg_catalog.set_config('app.ctx', $1, true)";

/** Parse/Bind/Execute of set_config, then the query, then ONE Sync: one implicit transaction and one round trip; nothing stays behind. */
class ContextQuery extends BaseQuery {
  private skipping = true;

  constructor(private readonly signed: string, config: unknown, values: unknown, callback: unknown) {
    super(config, values, callback);
    this.queryMode = 'extended';
    this.values ??= [];
  }

  override prepare(connection: Wire): void {
    // Parsed anew each time: a named statement outlives its request, and SQL smuggled into one could put another in its place.
    connection.parse({ text: SET_CONTEXT, name: '', types: [] });
    connection.bind({ portal: '', statement: '', values: [this.signed], binary: false, valueMapper: (value) => value });
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
  private begunUnder?: string;

  override query(config: unknown, values?: unknown, callback?: unknown): unknown {
    if (typeof config === 'object' && config !== null && 'submit' in config && typeof config.submit === 'function') return super.query(config, values, callback);
    const given = typeof values === 'function' ? undefined : values;
    const done = (typeof values === 'function' ? values : callback) as Callback | undefined;
    const signed = carrier.getStore()?.signed;
    if (signed === undefined) return refuse('a statement was issued without a tenant context', done);
    const status = this.getTransactionStatus();
    // Inside a transaction the statement that carried BEGIN has set the context for all that follow, and for nobody else.
    if (status === 'T' || status === 'E') return signed === this.begunUnder ? super.query(config, given, done) : refuse('a statement met another context’s transaction', done);
    this.begunUnder = signed;
    const query = new ContextQuery(signed, config, given, done);
    if (query.callback !== undefined && query.callback !== null) return void super.query(query);
    return new Promise((resolve, reject) => {
      query.callback = (error, result) => (error ? reject(error) : resolve(result));
      super.query(query);
    });
  }
}

function refuse(why: string, done: Callback | undefined): Promise<never> | undefined {
  const error = new TypeError(why);
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
    // The loss of a connection that somebody holds fails their statement; as an event that nobody hears it would end the process.
    this.on('connect', (client) => { client.on('error', () => undefined); });
    // A connection that comes back inside a transaction carries somebody's context: it ends instead of serving the next one.
    this.on('release', (_error, client) => {
      const status = (client as unknown as ClientInternals).getTransactionStatus();
      if (status === 'T' || status === 'E') void (client as unknown as Client).end().catch(() => undefined);
    });
  }

  /** A connection of the pool itself, also inside a transaction: for `db.run`, which begins there. */
  take(): Promise<PoolClient> {
    return new Promise((resolve, reject) => {
      super.connect(boundHere((error, client) => (client === undefined ? reject(error) : resolve(client))));
    });
  }

  override connect(): Promise<PoolClient>;
  override connect(callback: (error: Error | undefined, client: PoolClient | undefined, done: (release?: unknown) => void) => void): void;
  override connect(callback?: (error: Error | undefined, client: PoolClient | undefined, done: (release?: unknown) => void) => void): Promise<PoolClient> | void {
    if (callback !== undefined) return super.connect(boundHere(callback));
    const carried = carrier.getStore();
    if (carried?.client === undefined) return this.take();
    return carried.isOver === true ? Promise.reject(over()) : Promise.resolve(lend(carried.client));
  }

  /** One statement under the carried context; Unavailable when the database is away. */
  statement<R extends Row>(text: string, values: readonly unknown[] = []): Promise<QueryResult<R>> {
    // The override below answers what pg answers, of which TypeScript is told nothing there.
    const answer: Promise<QueryResult<R>> = this.query(text, [...values]);
    return answer.catch((error: unknown) => { throw outage(error); });
  }

  /** One statement that carries no context, past the client's refusal: the policies are then alone. */
  async bare<R extends Row>(text: string): Promise<QueryResult<R>> {
    const client = await this.take();
    let broken: Error | undefined;
    try {
      return await new Promise<QueryResult<R>>((resolve, reject) => {
        const done: Callback = (error, result) => (error === null || error === undefined ? resolve(result as QueryResult<R>) : reject(error));
        client.query(new BaseQuery(text, undefined, done) as unknown as Query);
      });
    } catch (error) {
      broken = error instanceof Error ? error : undefined;
      throw outage(error);
    } finally {
      client.release(broken);
    }
  }

  // pg declares a dozen overloads of this method; all of them are passed on as they came.
  override query(...args: unknown[]): never {
    const carried = carrier.getStore();
    const open = carried?.client;
    if (open !== undefined && carried?.isOver === true) return Promise.reject(over()) as never;
    const run = (open === undefined ? super.query : open.query) as (...given: unknown[]) => never;
    return run.apply(open ?? this, args);
  }
}

/** Runs `callback` in the async context of this moment. `AsyncResource.bind` does too, but defines old accessors on each function that it makes. */
function boundHere<Args extends unknown[]>(callback: (...args: Args) => void): (...args: Args) => void {
  const here = new AsyncResource('yagura:tenant-pool');
  return (...args) => { here.runInAsyncScope(callback, undefined, ...args); };
}

/** A use case let work go on after its end; it would run in the next one's transaction. */
export const over = (): TypeError => new TypeError('a transaction was used after its end');
