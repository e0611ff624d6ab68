import type { TenantTx } from '@yagura/db';
import type { KeptAnswer, KeyedRequest, Remembered } from './idempotency';

/** A day and an hour: longer than any client repeats, short enough that answers do not gather. */
const KEPT_MS = 25 * 3_600_000;

/** Keeps what a caller's key was first used for, in the tenant that the caller belongs to. */
export class IdempotencyRepository {
  /** True for the first request of a key; exactly one of several at once gets it. */
  async claim(tx: TenantTx, { operation, key, requestHash }: KeyedRequest): Promise<boolean> {
    await tx.prisma.idempotencyKey.deleteMany({ where: { tenantId: tx.tenantId, createdAt: { lt: new Date(tx.now.getTime() - KEPT_MS) } } });
    const { count } = await tx.prisma.idempotencyKey.createMany({ data: [{ tenantId: tx.tenantId, operation, key, requestHash }], skipDuplicates: true });
    return count === 1;
  }

  async find(tx: TenantTx, { operation, key }: KeyedRequest): Promise<Remembered | undefined> {
    const row = await tx.prisma.idempotencyKey.findFirst({ where: { tenantId: tx.tenantId, operation, key } });
    return row === null ? undefined : { requestHash: row.requestHash, answer: row.answer as KeptAnswer | null };
  }

  async settle(tx: TenantTx, { operation, key }: KeyedRequest, answer: KeptAnswer): Promise<void> {
    await tx.prisma.idempotencyKey.updateMany({ where: { tenantId: tx.tenantId, operation, key }, data: { answer } });
  }

  async release(tx: TenantTx, { operation, key }: KeyedRequest): Promise<void> {
    await tx.prisma.idempotencyKey.deleteMany({ where: { tenantId: tx.tenantId, operation, key } });
  }
}
