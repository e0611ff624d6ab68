import { Inject, Injectable } from '@nestjs/common';
import { equalHash, hashSecret, parseSourceToken, SourceTokenRefused } from '@yagura/auth';
import { TenantDb, type TenantTx } from '@yagura/db';
import { asId, forSystem, type TenantContext } from '@yagura/kernel';
import { CredentialHeldV1, type sourceCredential } from '@yagura/contracts';
import { publish } from '@yagura/messaging';
import type { z } from 'zod';
import { SOURCE_PEPPER } from '../ports';
import type { Holder } from './credential';
import { findHolder, saveCredential } from './credential.repository';

/** A holder is remembered this long; a change that reaches us drops it at once. */
const KEEP_MS = 30_000;
const KEPT = 20_000;
/** Before a credential is known there is no tenant; under this id row security shows no row of anyone. */
const NOBODY = forSystem(asId<'tenant'>('00000000-0000-0000-0000-000000000000'), 'ingestion');

/** Knows which source a token belongs to, and takes over each change that `tenants` announces. */
@Injectable()
export class CredentialService {
  private readonly kept = new Map<string, { readonly until: number; readonly holder: Holder | undefined }>();

  constructor(private readonly db: TenantDb, @Inject(SOURCE_PEPPER) private readonly pepper: Buffer) {}

  /** The source behind a token from outside; SourceTokenRefused when it is malformed, unknown or wrong. A closed source is returned as such. */
  async holderOf(token: string): Promise<Holder> {
    const { publicId, secret } = parseSourceToken(token);
    const holder = await this.find(publicId);
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
    tx.afterCommit(() => { this.kept.delete(credential.publicId); });
  }

  /** Forgets every remembered holder of a tenant, after a change of its sources, quota or state. */
  forget(ctx: TenantContext): void {
    for (const [publicId, { holder }] of this.kept) if (holder?.tenantId === ctx.tenantId) this.kept.delete(publicId);
  }

  private async find(publicId: string): Promise<Holder | undefined> {
    const now = performance.now();
    const known = this.kept.get(publicId);
    if (known !== undefined && known.until > now) return known.holder;
    const holder = await this.db.read(NOBODY, (read) => findHolder(read, publicId));
    if (this.kept.size >= KEPT) this.kept.delete(this.kept.keys().next().value ?? '');
    // An unknown id is not remembered: it may be announced the next moment.
    if (holder !== undefined) this.kept.set(publicId, { until: now + KEEP_MS, holder });
    return holder;
  }
}
