import type { PoolClient, QueryResult } from 'pg';
import { PrismaPg } from '@prisma/adapter-pg';
import { Unavailable, type TenantContext } from '@yagura/kernel';
import { AuditWriter } from './audit-writer';
import { outage, sqlState } from './database-fault';
import { PrismaClient } from './gen/client';
import { partsOf, roleKey, signContext } from './signed-context';
import { carrier, over, TenantPool, type Carried } from './tenant-pool';
import type { Row, TenantRead, TenantTx } from './tenant-tx';
import { uniqueReads, type Prisma } from './unique-reads';

export interface TenantDbOptions {
  /** Log-in role of the service, such as `svc_cases`. */
  readonly role: string;
  /** Address with the role's user and password. */
  readonly url: string;
  /** Installation key of signed contexts; the role's own key is derived from it. */
  readonly contextKey: Buffer;
  /** Installation key that wraps the tenants' data keys. */
  readonly installationKey: Buffer;
  /** Most connections at once; few, because one process holds the pools of all services. */
  readonly maxConnections?: number;
}

/** A serialisation failure or a deadlock is nobody's fault: the whole use case runs again (PostgreSQL, appendix A, class 40). */
const REPEATABLE = new Set(['40001', '40P01']);
const TRIES = 3;
/** A context is checked against the start of its transaction, so a transaction may not outlive it (see CONTEXT_TTL_SEC). */
const TRANSACTION_LIMIT = '-c transaction_timeout=30s';

/**
 * The one way to the database. `run` is for use cases (one transaction: change, audit and outbox rows), `read` for reads. Both sign the
 * context they are given; a statement outside of them is refused by the client, and without a valid context the policies show no row.
 */
export class TenantDb {
  readonly role: string;
  private readonly key: Buffer;
  private readonly pool: TenantPool;
  private readonly prisma: Prisma;
  private readonly base: PrismaClient;
  private readonly auditor: AuditWriter;

  constructor(options: TenantDbOptions) {
    this.role = options.role;
    this.key = roleKey(options.contextKey, options.role);
    this.pool = new TenantPool({ connectionString: options.url, options: TRANSACTION_LIMIT, max: options.maxConnections ?? 6, idleTimeoutMillis: 30_000, connectionTimeoutMillis: 10_000 });
    this.pool.on('error', () => undefined);
    this.base = new PrismaClient({ adapter: new PrismaPg(this.pool, { disposeExternalPool: true }) });
    this.prisma = uniqueReads(this.base);
    this.auditor = new AuditWriter(options.role.replace(/^svc_/, ''), options.installationKey);
  }

  /**
   * Runs `work` in one transaction of `ctx`. Handed a `TenantTx`, it joins that transaction. Rolls back when `work` throws; repeats the
   * whole of it, at most twice, after a serialisation failure or deadlock, so `work` must do nothing outside the database.
   */
  async run<T>(ctx: TenantContext | TenantTx, work: (tx: TenantTx) => Promise<T>): Promise<T> {
    if (isOpen(ctx)) return work(ctx);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(ctx, work);
      } catch (error) {
        if (attempt >= TRIES || !REPEATABLE.has(sqlState(error))) throw error;
      }
    }
  }

  /** Runs `work`, whose statements each read under `ctx` in one round trip. Nothing spans two of them: use `run` where that matters. */
  async read<T>(ctx: TenantContext | TenantTx, work: (read: TenantRead) => Promise<T>): Promise<T> {
    if (isOpen(ctx)) return work(ctx);
    const reader: TenantRead = {
      ...ctx, prisma: this.prisma,
      sql: async <R extends Row>(text: string, values?: readonly unknown[]) => (await this.pool.statement<R>(text, values)).rows,
      execute: async (text, values) => (await this.pool.statement(text, values)).rowCount ?? 0,
    };
    return carrier.run({ signed: this.sign(ctx) }, async () => await work(reader));
  }

  /** One statement with no context: for the check before serving, which expects to see nothing (`assertSafeToServe`). */
  async withoutContext<R extends Row>(text: string): Promise<R[]> {
    return (await this.pool.bare<R>(text)).rows;
  }

  async close(): Promise<void> {
    await this.base.$disconnect();
    if (!this.pool.ended) await this.pool.end();
  }

  private sign(ctx: TenantContext): string {
    return signContext(partsOf(ctx, this.role), this.key);
  }

  private async once<T>(ctx: TenantContext, work: (tx: TenantTx) => Promise<T>): Promise<T> {
    const signed = this.sign(ctx);
    const client = await carrier.run({ signed }, () => this.pool.take()).catch((cause: unknown) => {
      throw new Unavailable('The database does not answer.', { slug: 'database.unavailable', cause });
    });
    const wakes: (() => void)[] = [];
    const carried: Carried = { signed, client };
    let broken: Error | undefined;
    try {
      const result = await carrier.run(carried, async () => {
        try {
          await client.query('BEGIN').catch((error: unknown) => { throw outage(error); });
          const value = await work(await this.open(ctx, client, wakes));
          carried.isOver = true;
          await client.query('COMMIT').catch((error: unknown) => { throw outage(error); });
          return value;
        } catch (error) {
          await client.query('ROLLBACK').catch((cause: Error) => { broken = cause; });
          throw error;
        }
      });
      for (const wake of wakes) wake();
      return result;
    } finally {
      carried.isOver = true;
      client.release(broken);
    }
  }

  private async open(ctx: TenantContext, client: PoolClient, wakes: (() => void)[]): Promise<TenantTx> {
    const carried = carrier.getStore();
    const query = async <R extends Row>(text: string, values: readonly unknown[] = []): Promise<QueryResult<R>> => {
      if (carried?.isOver === true) throw over();
      return client.query<R>(text, [...values]).catch((error: unknown) => { throw outage(error); });
    };
    const sql = async <R extends Row>(text: string, values?: readonly unknown[]): Promise<R[]> => (await query<R>(text, values)).rows;
    const [{ now }] = await sql<{ now: Date }>('select guard.now() as now');
    const tx: TenantTx = {
      ...ctx, prisma: this.prisma, sql, now,
      execute: async (text, values) => (await query(text, values)).rowCount ?? 0,
      audit: (fact) => this.auditor.write(tx, fact),
      auditList: (look) => this.auditor.writeList(tx, look),
      afterCommit: (wake) => { wakes.push(wake); },
    };
    OPEN.add(tx);
    return tx;
  }
}

const OPEN = new WeakSet<object>();
/** True of a context that is an open transaction: what must not happen within one, such as a call over the network, refuses it by this. */
export const isOpen = (ctx: TenantContext | TenantTx): ctx is TenantTx => OPEN.has(ctx);
