import { Injectable } from '@nestjs/common';
import { newId, NotFound, type TenantContext } from '@yagura/kernel';
import { SourceAddedV1, SourceChangedV1, type Page } from '@yagura/contracts';
import { TenantDb, type TenantTx } from '@yagura/db';
import { publish } from '@yagura/messaging';
import { keyBehind, pageOf } from '@yagura/runtime';
import { AgreementService } from '../agreement/agreement.service';
import { NotForTheProvider } from '../tenant/tenant.errors';
import { inTenant } from '../tenant/tenant-scope';
import { TenantService } from '../tenant/tenant.service';
import { UsageService } from '../usage/usage.service';
import type { Credential, Source } from './source';
import { SourceNameTaken, TenantNotServed, TooManySources } from './source.errors';
import { addSource, credentialsOf, findSource, listSources, saveEnabled, sourcesOfTenant, takeSource } from './source.repository';

export type SourceWithCredentials = Source & { readonly credentials: readonly Credential[] };
export interface NewSource {
  readonly name: string;
  readonly kind: string;
  readonly parser: string | null;
  readonly timeZone?: string;
  readonly critical: boolean;
}

const FIRST = '00000000-0000-0000-0000-000000000000';

/** Sources of telemetry, within the number that the agreement allows. The doors and the pipeline learn of each by event. */
@Injectable()
export class SourceService {
  constructor(private readonly db: TenantDb, private readonly tenants: TenantService, private readonly agreements: AgreementService, private readonly usage: UsageService) {}

  async create(ctx: TenantContext, tenantId: string, wanted: NewSource): Promise<SourceWithCredentials> {
    return this.db.run(inTenant(ctx, tenantId), async (tx) => {
      const { facts } = await this.servedAgreement(tx);
      if ((await sourcesOfTenant(tx)).length >= facts.quota.maxSources) throw new TooManySources(facts.quota.maxSources);
      const source = await addSource(tx, { ...wanted, sourceId: newId(), timeZone: wanted.timeZone ?? facts.timeZone });
      if (source === undefined) throw new SourceNameTaken();
      const { createdAt: _createdAt, enabled: _enabled, ...added } = source;
      await publish(tx, SourceAddedV1, added);
      await this.usage.meter(tx, 'source', source.sourceId);
      await tx.audit({ action: 'source.created', objectKind: 'source', objectId: source.sourceId, details: { name: source.name, kind: source.kind } });
      return { ...source, credentials: [] };
    });
  }

  async find(ctx: TenantContext, sourceId: string): Promise<SourceWithCredentials> {
    const source = await this.inScope(ctx, sourceId);
    const credentials = await this.db.read(ctx, (read) => credentialsOf(read, [sourceId]));
    return { ...source, credentials };
  }

  async list(ctx: TenantContext, { tenantId, first, after }: { tenantId?: string; first: number; after?: string }): Promise<Page<SourceWithCredentials>> {
    const named = tenantId === undefined ? ctx : inTenant(ctx, tenantId);
    const list = `sources ${tenantId ?? ''}`;
    const rows = await this.db.read(named, (read) => listSources(read, tenantId, keyBehind(list, after) ?? FIRST, first));
    const credentials = await this.db.read(named, (read) => credentialsOf(read, rows.map(({ sourceId }) => sourceId)));
    return pageOf(list, first, rows.map((row) => ({ ...row, credentials: credentials.filter(({ sourceId }) => sourceId === row.sourceId) })), ({ sourceId }) => sourceId);
  }

  async setEnabled(ctx: TenantContext, sourceId: string, enabled: boolean): Promise<SourceWithCredentials> {
    await this.db.run(await this.inTenantOf(ctx, sourceId), async (tx) => {
      await takeSource(tx, sourceId);
      await saveEnabled(tx, sourceId, enabled);
      await publish(tx, SourceChangedV1, { tenantId: tx.tenantId, sourceId, enabled, credential: null });
      await tx.audit({ action: enabled ? 'source.enabled' : 'source.disabled', objectKind: 'source', objectId: sourceId });
    });
    return this.find(ctx, sourceId);
  }

  /** The doors close for all sources of a suspended tenant and open again for those that are switched on; joins that transaction. */
  async announceAll(tx: TenantTx, isServed: boolean): Promise<void> {
    for (const { sourceId, enabled } of await sourcesOfTenant(tx)) {
      await publish(tx, SourceChangedV1, { tenantId: tx.tenantId, sourceId, enabled: enabled && isServed, credential: null });
    }
  }

  /** The caller writing the tenant of a source that is in their scope. */
  async inTenantOf(ctx: TenantContext, sourceId: string): Promise<TenantContext> {
    return inTenant(ctx, (await this.inScope(ctx, sourceId)).tenantId, 'source');
  }

  private async inScope(ctx: TenantContext, sourceId: string): Promise<Source> {
    const source = await this.db.read(ctx, (read) => findSource(read, sourceId));
    if (source === undefined) throw new NotFound('source');
    return source;
  }

  private async servedAgreement(tx: TenantTx): ReturnType<AgreementService['current']> {
    const { kind, state } = await this.tenants.take(tx);
    if (kind === 'provider') throw new NotForTheProvider();
    if (state !== 'active') throw new TenantNotServed();
    return this.agreements.current(tx, tx.tenantId);
  }
}
