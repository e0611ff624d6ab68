import type { TenantContext } from '@yagura/kernel';
import type { Prisma } from './unique-reads';

/** One row as the driver gives it, by column name. */
export type Row = Record<string, unknown>;

/** One act, for the written tenant's audit chain. `details` may hold personal data: it is stored encrypted under the tenant's key. */
export interface AuditFact {
  /** What was done, as `noun.verb`, such as `case.closed` or `case.opened_by_staff`. */
  readonly action: string;
  readonly objectKind: string;
  readonly objectId: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A look at a list over the read scope, such as the queue. */
export interface ListLook {
  readonly list: string;
}

/**
 * A tenant context under which single statements can be read, each in one round trip and its own implicit transaction. Every statement bounds its
 * rows itself, by `tenantId` or by `readScope` (`tenant_id = any ($1::uuid[])`); row security is the second wall, not the only one, and
 * a test reads the plans of all statements (reliability, promise P4).
 */
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
