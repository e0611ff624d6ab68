import { asId } from '@yagura/kernel';
import type { TenantRead, TenantTx } from '@yagura/db';
import type { Holder } from './credential';

interface HolderRow extends Record<string, unknown> {
  readonly tenant_id: string; readonly source_id: string; readonly source_number: number; readonly parser: string | null; readonly time_zone: string;
  readonly credential_id: string; readonly secret_hash: string; readonly state: string; readonly enabled: boolean; readonly tenant_state: string;
  readonly events_per_sec: number; readonly bytes_per_day: string;
}

/** The holder of a public id, over all tenants: the one look-up that has no tenant yet, through its definer function. */
export async function findHolder(read: TenantRead, publicId: string): Promise<Holder | undefined> {
  const [row] = await read.sql<HolderRow>('select * from ingestion.holder_of($1)', [publicId]);
  if (row === undefined) return undefined;
  return {
    tenantId: asId<'tenant'>(row.tenant_id), sourceId: asId<'source'>(row.source_id), sourceNumber: row.source_number, credentialId: row.credential_id,
    parser: row.parser, timeZone: row.time_zone, secretHash: row.secret_hash,
    isOpen: row.state === 'active' && row.enabled && row.tenant_state === 'active',
    eventsPerSec: row.events_per_sec, bytesPerDay: Number(row.bytes_per_day),
  };
}

export async function saveCredential(tx: TenantTx, credential: { credentialId: string; sourceId: string; publicId: string; secretHash: string; state: string }): Promise<void> {
  await tx.sql(
    `insert into ingestion.credential (tenant_id, id, source_id, public_id, secret_hash, state, changed_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (tenant_id, id) do update set state = excluded.state, changed_at = excluded.changed_at`,
    [tx.tenantId, credential.credentialId, credential.sourceId, credential.publicId, credential.secretHash, credential.state, tx.now]);
}
