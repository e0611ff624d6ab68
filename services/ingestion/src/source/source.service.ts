import { Injectable } from '@nestjs/common';
import type { AgreementFacts, ReportedVersion, SourceAddedV1, SourceChangedV1, SourceHealth, EventData } from '@yagura/contracts';
import { TenantDb, type TenantTx } from '@yagura/db';
import { asId, NotFound, type TenantContext } from '@yagura/kernel';
import { CredentialService } from '../credential/credential.service';
import { sourceState } from './source';
import { reportedVersions, saveReportedVersion, saveSource, saveTenant, sourceHealth, switchSource } from './source.repository';

const DAY_MS = 86_400_000;

/** The doors' copy of tenants and sources, as `tenants` announces them, and the health of each source. */
@Injectable()
export class SourceService {
  constructor(private readonly db: TenantDb, private readonly credentials: CredentialService) {}

  async tenantChanged(tx: TenantTx, slug: string | null, agreement: AgreementFacts): Promise<void> {
    await saveTenant(tx, slug, agreement);
    tx.afterCommit(() => this.credentials.forget(tx));
  }

  async sourceAdded(tx: TenantTx, source: EventData<typeof SourceAddedV1>): Promise<void> {
    await saveSource(tx, source);
  }

  async sourceChanged(tx: TenantTx, change: EventData<typeof SourceChangedV1>): Promise<void> {
    await switchSource(tx, change.sourceId, change.enabled);
    if (change.credential !== null) await this.credentials.takeOver(tx, change.sourceId, change.credential);
    tx.afterCommit(() => this.credentials.forget(tx));
  }

  /** The versions that the bulk door reports; sources out of scope or unknown here are left out. */
  reportedVersions(ctx: TenantContext, sourceIds: readonly string[]): Promise<ReportedVersion[]> {
    return this.db.read(ctx, (read) => reportedVersions(read, sourceIds));
  }

  async setReportedVersion(ctx: TenantContext, sourceId: string, version: string | null): Promise<ReportedVersion> {
    const [known] = await this.reportedVersions(ctx, [sourceId]);
    if (known === undefined) throw new NotFound('source');
    const tenantId = asId<'tenant'>(known.tenantId);
    await this.db.run({ ...ctx, tenantId }, async (tx) => {
      await saveReportedVersion(tx, sourceId, version);
      await tx.audit({ action: 'source.reported_version_set', objectKind: 'source', objectId: sourceId, details: { version } });
    });
    return { ...known, version };
  }

  async health(ctx: TenantContext, { tenantId }: { readonly tenantId?: string | null }): Promise<{ readonly items: SourceHealth[] }> {
    return this.db.run(ctx, async (tx) => {
      if (ctx.audience === 'staff') await tx.auditList({ list: 'source_health' });
      const rows = await sourceHealth(tx, new Date(tx.now.getTime() - DAY_MS), tenantId ?? null);
      return {
        items: rows.map((row) => ({
          tenantId: row.tenant_id, sourceId: row.id, name: row.name, kind: row.kind, critical: row.critical,
          state: sourceState({ enabled: row.enabled, lastAt: row.last_at }, tx.now), lastSeenAt: row.last_at?.toISOString() ?? null,
          recordsLastDay: row.records, rawBytesLastDay: row.raw_bytes, refusedLastDay: row.refused,
        })),
      };
    });
  }
}
