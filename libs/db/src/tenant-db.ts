import type { PoolClient } from 'pg';
import { PrismaPg } from '@prisma/adapter-pg';
import { Unavailable, type TenantContext } from '@yagura/kernel';
import { AuditWriter, type AuditFact, type ListLook } from './audit-writer';
import { PrismaClient } from './gen/client';
import { partsOf, roleKey, signContext } from './signed-context';
import { carrier, TenantPool } from './tenant-pool';
import { uniqueReads, type Prisma } from './unique-reads';

export type Row = Record<string, unknown>;

/** A tenant context under which single statements can be read, each in one round trip and its own implicit transaction. */
export interface TenantRead extends TenantContext {
  readonly prisma: Prisma;
  /** Runs constant SQL with bound values. The text must never hold anything from outside (house rule 9). */
  sql<R extends Row = Row>(text: string, values?: readonly unknown[]): Promise<R[]>;
  /** Like `sql`, for statements whose rows nobody reads; answers how many rows were touched. */
  execute(text: string, values?: readonly unknown[]): Promise<number>;
}

/** A tenant context with an open transaction. What is done with it commits together or not at all. */
export interface TenantTx extends TenantRead {
  /** Business time of this transaction (`guard.now()`): the database's clock, the same for the whole use case. */
  readonly now: Date;
  /** Adds an entry to the written tenant's audit chain, in this transaction. */
  audit(fact: AuditFact): Promise<void>;
  /** Notes that the actor looked at a list over the read scope; at most one row a quarter hour. */
  auditList(look: ListLook): Promise<void>;
  /** Runs after the commit, never after a rollback; a wake-up, not a part of the effect. */
  afterCommit(wake: () => void): void;
}

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
    this.pool = new TenantPool({ connectionString: options.url, max: options.maxConnections ?? 6, idleTimeoutMillis: 30_000, connectionTimeoutMillis: 10_000 });
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
    const reader: TenantRead = { ...ctx, prisma: this.prisma, sql: (text, values) => this.pool.rows(text, values), execute: (text, values) => this.pool.count(text, values) };
    return carrier.run({ signed: this.sign(ctx) }, async () => await work(reader));
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
    let broken: Error | undefined;
    try {
      const result = await carrier.run({ signed, client }, async () => {
        await client.query('BEGIN');
        const tx = await this.open(ctx, client, wakes);
        try {
          const value = await work(tx);
          await client.query('COMMIT');
          return value;
        } catch (error) {
          await client.query('ROLLBACK').catch((cause: Error) => { broken = cause; });
          throw error;
        }
      });
      for (const wake of wakes) wake();
      return result;
    } finally {
      client.release(broken);
    }
  }

  private async open(ctx: TenantContext, client: PoolClient, wakes: (() => void)[]): Promise<TenantTx> {
    const sql = async <R extends Row>(text: string, values?: readonly unknown[]): Promise<R[]> => (await client.query(text, values as unknown[])).rows;
    const [{ now }] = await sql<{ now: Date }>('select guard.now() as now');
    const tx: TenantTx = {
      ...ctx, prisma: this.prisma, sql, now,
      execute: async (text, values) => (await client.query(text, values as unknown[])).rowCount ?? 0,
      audit: (fact) => this.auditor.write(tx, fact),
      auditList: (look) => this.auditor.writeList(tx, look),
      afterCommit: (wake) => { wakes.push(wake); },
    };
    OPEN.add(tx);
    return tx;
  }
}

const OPEN = new WeakSet<object>();
const isOpen = (ctx: TenantContext | TenantTx): ctx is TenantTx => OPEN.has(ctx);

/** SQLSTATE of a driver's or Prisma's error; '' when it is neither. */
export function sqlState(error: unknown): string {
  for (let at: unknown = error; typeof at === 'object' && at !== null; at = 'cause' in at ? at.cause : undefined) {
    if ('originalCode' in at && typeof at.originalCode === 'string') return at.originalCode;
    if ('code' in at && typeof at.code === 'string' && /^[0-9A-Z]{5}$/.test(at.code) && !/^P\d{4}$/.test(at.code)) return at.code;
    if ('meta' in at && typeof at.meta === 'object' && at.meta !== null && 'driverAdapterError' in at.meta) return sqlState(at.meta.driverAdapterError);
  }
  return '';
}

