import { Inject, Injectable } from '@nestjs/common';
import type { RawEvent, RawEventInput, StoredTelemetry } from '@yagura/contracts';
import { TenantDb } from '@yagura/db';
import { asId, NotFound, type TenantContext } from '@yagura/kernel';
import type { LakeReader } from '@yagura/lake';
import { HOT_COLUMN_NAMES } from '@yagura/ocsf';
import { LAKE_READER } from '../ports';

/** Opens single stored records and counts what is stored. An opening is in the tenant's audit log or it does not happen. */
@Injectable()
export class RecordService {
  constructor(private readonly db: TenantDb, @Inject(LAKE_READER) private readonly lake: LakeReader) {}

  async open(ctx: TenantContext, { tenantId, batchId, seq, at }: RawEventInput): Promise<RawEvent> {
    const owner = ctx.readScope.find((id) => id === tenantId);
    if (owner === undefined) throw new NotFound('event');
    const inner: TenantContext = { ...ctx, tenantId: owner, readScope: [owner] };
    const row = await this.lake.rawEvent(inner, { batch: asId<'batch'>(batchId), seq, ...(at === undefined ? {} : { at: Date.parse(at) }) });
    await this.db.run(inner, (tx) => tx.audit({ action: 'event.opened', objectKind: 'event', objectId: `${batchId}/${seq}` }));
    return {
      tenantId, batchId, seq, occurredAt: new Date(row.ts).toISOString(), receivedAt: new Date(row.recv_ts).toISOString(), logType: row.src, classUid: row.class_uid,
      columns: HOT_COLUMN_NAMES.flatMap((name) => (isBlank(row[name]) ? [] : [{ name, value: String(row[name]) }])),
      raw: typeof row.raw === 'string' ? row.raw : Buffer.from(row.raw).toString('utf8'),
    };
  }

  async stored(ctx: TenantContext, { tenantId }: { readonly tenantId?: string | null }): Promise<{ readonly items: StoredTelemetry[] }> {
    const readScope = ctx.readScope.filter((id) => tenantId === undefined || tenantId === null || id === tenantId);
    if (readScope.length === 0) throw new NotFound('tenant');
    if (ctx.audience === 'staff') await this.db.run(ctx, (tx) => tx.auditList({ list: 'stored_telemetry' }));
    const stats = await this.lake.stats({ ...ctx, tenantId: readScope[0], readScope });
    return {
      items: stats.map((row) => ({ tenantId: row.tenant, records: String(row.rows), firstAt: new Date(row.firstAt).toISOString(), lastAt: new Date(row.lastAt).toISOString() })),
    };
  }
}

const isBlank = (value: string | number): boolean => value === '' || value === 0 || value === '::';
