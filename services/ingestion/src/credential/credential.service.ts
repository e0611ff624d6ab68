import { Inject, Injectable } from '@nestjs/common';
import { equalHash, hashSecret, parseSourceToken, SourceTokenRefused } from '@yagura/auth';
import { TenantDb, type TenantTx } from '@yagura/db';
import { RateLimited, type TenantContext } from '@yagura/kernel';
import { CredentialHeldV1, type sourceCredential } from '@yagura/contracts';
import { publish } from '@yagura/messaging';
import type { z } from 'zod';
import { SOURCE_PEPPER } from '../ports';
import type { Holder } from './credential';
import { findHolder, saveCredential } from './credential.repository';
import { GuessLimit } from './guess-limit';

/** What a sender presents, and from where. */
export interface Presented {
  readonly token: string;
  readonly address: string;
}

/** A holder is remembered this long; a change that reaches us drops it at once. */
const KEEP_MS = 30_000;
const KEPT = 20_000;

/** Knows which source a token belongs to, and takes over each change that `tenants` announces. */
@Injectable()
export class CredentialService {
  private readonly kept = new Map<string, { readonly until: number; readonly holder: Holder }>();
  private readonly guesses = new GuessLimit();
  /** Grows with each change that reaches us: what was read before a change is not remembered after it. */
  private changes = 0;

  constructor(private readonly db: TenantDb, @Inject(SOURCE_PEPPER) private readonly pepper: Buffer) {}

  /**
   * The source behind a token from outside, asked by nobody yet. SourceTokenRefused when it is malformed, unknown or wrong; RateLimited for
   * an address that presents unknown ones too fast. A closed source is returned as such.
   */
  async holderOf(ctx: TenantContext, { token, address }: Presented): Promise<Holder> {
    const { publicId, secret } = parseSourceToken(token);
    const holder = this.remembered(publicId) ?? await this.find(ctx, publicId, address);
    // The hash is computed for an unknown id as well, so that its answer takes the same time.
    const hash = hashSecret(secret, this.pepper);
    const isRight = equalHash(hash, holder === undefined ? Buffer.alloc(hash.length) : Buffer.from(holder.secretHash, 'hex'));
    if (holder === undefined || !isRight) throw new SourceTokenRefused(holder === undefined ? 'unknown' : 'secret');
    return holder;
  }

  /** Takes over a credential's new state and tells that the doors hold it, in the same transaction. */
  async takeOver(tx: TenantTx, sourceId: string, credential: z.output<typeof sourceCredential>): Promise<void> {
    await saveCredential(tx, { ...credential, sourceId });
    await publish(tx, CredentialHeldV1, { tenantId: tx.tenantId, sourceId, credentialId: credential.credentialId, state: credential.state });
    tx.afterCommit(() => {
      this.changes += 1;
      this.kept.delete(credential.publicId);
    });
  }

  /** Forgets every remembered holder of a tenant, after a change of its sources, quota or state. */
  forget(ctx: TenantContext): void {
    this.changes += 1;
    for (const [publicId, { holder }] of this.kept) if (holder.tenantId === ctx.tenantId) this.kept.delete(publicId);
  }

  private remembered(publicId: string): Holder | undefined {
    const known = this.kept.get(publicId);
    return known !== undefined && known.until > performance.now() ? known.holder : undefined;
  }

  /** An unknown id is not remembered: it may be announced the next moment. */
  private async find(ctx: TenantContext, publicId: string, address: string): Promise<Holder | undefined> {
    const wait = this.guesses.waitMs(address, performance.now());
    if (wait > 0) throw new RateLimited('Too many unknown credentials from this address.', { slug: 'credential.guessing', retryAfterSec: Math.ceil(wait / 1_000) });
    const before = this.changes;
    const holder = await this.db.read(ctx, (read) => findHolder(read, publicId));
    if (holder === undefined || before !== this.changes) return holder;
    if (this.kept.size >= KEPT) this.kept.delete(this.kept.keys().next().value ?? '');
    this.kept.set(publicId, { until: performance.now() + KEEP_MS, holder });
    return holder;
  }
}
