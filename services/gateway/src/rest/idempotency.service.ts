import { Injectable } from '@nestjs/common';
import { TenantDb } from '@yagura/db';
import { Conflict, type TenantContext } from '@yagura/kernel';
import { repeated, type KeyedRequest } from './idempotency';
import { IdempotencyRepository } from './idempotency.repository';

/** What a request with a key may do: be carried out, or be answered with what the first one got. */
export type Turn = { readonly isFirst: true; readonly ctx: TenantContext; readonly request: KeyedRequest } | { readonly isFirst: false; readonly data: unknown };

/** Lets each key have one effect. The row of a key is written before the change and holds its answer after it; a crash in between leaves the key refused. */
@Injectable()
export class IdempotencyService {
  constructor(private readonly db: TenantDb, private readonly rows: IdempotencyRepository) {}

  /** `ctx` is of the caller's own tenant. */
  async begin(ctx: TenantContext, request: KeyedRequest): Promise<Turn> {
    return this.db.run(ctx, async (tx): Promise<Turn> => {
      if (await this.rows.claim(tx, request)) return { isFirst: true, ctx, request };
      const known = await this.rows.find(tx, request);
      if (known === undefined) throw new Conflict('The first request with this Idempotency-Key has not ended.', { slug: 'idempotency.outcome_unknown' });
      return { isFirst: false, data: repeated(request, known) };
    });
  }

  /** Keeps the answer for repeats; of one that holds a secret only that it was given. */
  async settle(ctx: TenantContext, request: KeyedRequest, data: unknown, isSecret: boolean): Promise<void> {
    await this.db.run(ctx, (tx) => this.rows.settle(tx, request, isSecret ? { isSecret } : { json: JSON.stringify(data) }));
  }

  /** Gives a key back whose request was refused: it had no effect. */
  async release(ctx: TenantContext, request: KeyedRequest): Promise<void> {
    await this.db.run(ctx, (tx) => this.rows.release(tx, request));
  }
}
