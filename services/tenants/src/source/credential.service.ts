import { Inject, Injectable } from '@nestjs/common';
import { hashSecret, newPublicId, newSourceToken } from '@yagura/auth';
import { newId, NotFound, systemClock, type TenantContext } from '@yagura/kernel';
import { SourceChangedV1 } from '@yagura/contracts';
import { TenantDb, type TenantTx } from '@yagura/db';
import { publish } from '@yagura/messaging';
import { SOURCE_PEPPER } from '../ports';
import { inTenant } from '../tenant/tenant-scope';
import { HeldBell } from './held-bell';
import { abandoned, MAX_LIVE, type Credential } from './source';
import { CredentialNotHeld, TooManyCredentials } from './source.errors';
import { addCredential, confirmCredential, credentialsOf, findCredential, revokeCredential, takeSource } from './source.repository';
import { SourceService, type SourceWithCredentials } from './source.service';

/** The doors have this long to say that they hold a credential (issue of a secret that no door knows would look like our fault for hours). */
export const HELD_WITHIN_MS = 5_000;
const LOOK_MS = 50;

export interface Issued {
  readonly credential: Credential;
  /** Shown once, by the call that made it, and kept nowhere. */
  readonly token: string;
}

/** Secrets of sources. One is shown only when the doors hold its hash, and never twice. */
@Injectable()
export class CredentialService {
  constructor(
    private readonly db: TenantDb, private readonly sources: SourceService, private readonly held: HeldBell,
    @Inject(SOURCE_PEPPER) private readonly pepper: Buffer) {}

  async issue(ctx: TenantContext, sourceId: string, withinMs = HELD_WITHIN_MS): Promise<Issued> {
    const there = await this.sources.inTenantOf(ctx, sourceId);
    const { publicId, secret, token } = newSourceToken(newPublicId());
    const fresh = { credentialId: newId(), sourceId, publicId, secretHash: hashSecret(secret, this.pepper).toString('hex') };
    await this.db.run(there, (tx) => this.add(tx, fresh));
    const credential = await this.untilHeld(there, fresh.credentialId, withinMs);
    if (credential !== undefined) return { credential, token };
    await this.db.run(there, (tx) => this.end(tx, fresh.credentialId, 'source.credential_not_held', true));
    const last = await this.one(there, fresh.credentialId);
    // The doors' word may arrive between the last look and the revocation, which then leaves the active credential alone.
    if (last.state !== 'active') throw new CredentialNotHeld(withinMs / 1000);
    return { credential: last, token };
  }

  async revoke(ctx: TenantContext, credentialId: string): Promise<SourceWithCredentials> {
    const { tenantId, sourceId } = await this.one(ctx, credentialId);
    await this.db.run(inTenant(ctx, tenantId, 'credential'), (tx) => this.end(tx, credentialId, 'source.credential_revoked'));
    return this.sources.find(ctx, sourceId);
  }

  /** The doors hold a credential: joins the transaction of that event. */
  async confirm(tx: TenantTx, credentialId: string): Promise<void> {
    if (await confirmCredential(tx, credentialId)) tx.afterCommit(() => { this.held.ring(credentialId); });
  }

  private async add(tx: TenantTx, fresh: Pick<Credential, 'credentialId' | 'sourceId' | 'publicId' | 'secretHash'>): Promise<void> {
    const source = await takeSource(tx, fresh.sourceId);
    if (source === undefined) throw new NotFound('source');
    const live = (await credentialsOf(tx, [fresh.sourceId])).filter(({ state }) => state !== 'revoked');
    const lost = abandoned(live, tx.now);
    for (const { credentialId } of lost) await this.end(tx, credentialId, 'source.credential_revoked');
    if (live.length - lost.length >= MAX_LIVE) throw new TooManyCredentials();
    await addCredential(tx, fresh);
    await publish(tx, SourceChangedV1, { tenantId: tx.tenantId, sourceId: fresh.sourceId, enabled: source.enabled, credential: { ...facts(fresh), state: 'active' } });
    await tx.audit({ action: 'source.credential_issued', objectKind: 'credential', objectId: fresh.credentialId, details: { sourceId: fresh.sourceId, publicId: fresh.publicId } });
  }

  /** Revokes and tells the doors; false when it was not to be revoked any more. */
  private async end(tx: TenantTx, credentialId: string, action: string, onlyPending = false): Promise<boolean> {
    if (!(await revokeCredential(tx, credentialId, onlyPending))) return false;
    const credential = await findCredential(tx, credentialId);
    if (credential === undefined) throw new NotFound('credential');
    const source = await takeSource(tx, credential.sourceId);
    await publish(tx, SourceChangedV1, {
      tenantId: tx.tenantId, sourceId: credential.sourceId, enabled: source?.enabled ?? false, credential: { ...facts(credential), state: 'revoked' },
    });
    await tx.audit({ action, objectKind: 'credential', objectId: credentialId, details: { sourceId: credential.sourceId, publicId: credential.publicId } });
    return true;
  }

  /** Looks until the credential is active: at once when this process hears of it, else every few milliseconds. */
  private async untilHeld(ctx: TenantContext, credentialId: string, withinMs: number): Promise<Credential | undefined> {
    const end = systemClock.monotonicMs() + withinMs;
    for (;;) {
      const credential = await this.one(ctx, credentialId);
      if (credential.state === 'active') return credential;
      if (systemClock.monotonicMs() >= end || credential.state === 'revoked') return undefined;
      await this.held.next(credentialId, LOOK_MS);
    }
  }

  private async one(ctx: TenantContext, credentialId: string): Promise<Credential> {
    const credential = await this.db.read(ctx, (read) => findCredential(read, credentialId));
    if (credential === undefined) throw new NotFound('credential');
    return credential;
  }
}

const facts = ({ credentialId, publicId, secretHash }: Pick<Credential, 'credentialId' | 'publicId' | 'secretHash'>): { credentialId: string; publicId: string; secretHash: string } =>
  ({ credentialId, publicId, secretHash });
