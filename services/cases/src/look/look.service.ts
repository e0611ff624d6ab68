import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { TenantDb } from '@yagura/db';
import { systemClock, type TenantContext } from '@yagura/kernel';

const QUARTER_MS = 15 * 60_000;
const KEPT = 5_000;
const quarterOf = (instant: Date): number => Math.floor(instant.getTime() / QUARTER_MS);

/**
 * Records that staff looked at a list. The row says so once a quarter hour, so only the first look of a quarter writes; the quarter that
 * is remembered is the database's, so a clock of ours that runs ahead writes once more and never too seldom.
 */
@Injectable()
export class LookService {
  private readonly written = new Map<string, number>();

  constructor(private readonly db: TenantDb) {}

  /** Returns when the look is on record; the list must not be read before. Throws when it cannot be recorded. */
  async note(ctx: TenantContext, list: string): Promise<void> {
    if (ctx.audience !== 'staff') return;
    const key = createHash('sha256').update(`${list}|${ctx.actor.id}|${ctx.tenantId}|${ctx.readScope.join(',')}`).digest('base64');
    if (this.written.get(key) === quarterOf(systemClock.now())) return;
    const quarter = await this.db.run(ctx, async (tx) => {
      await tx.auditList({ list });
      return quarterOf(tx.now);
    });
    this.written.delete(key);
    if (this.written.size >= KEPT) this.written.delete(this.written.keys().next().value ?? '');
    this.written.set(key, quarter);
  }
}
