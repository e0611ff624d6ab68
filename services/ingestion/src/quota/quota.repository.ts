import type { TenantRead } from '@yagura/db';

/** Decompressed bytes that the door has accepted for the context's tenant since an instant. */
export async function bytesSince(read: TenantRead, since: Date): Promise<number> {
  const [row] = await read.sql<{ bytes: string }>('select coalesce(sum(raw_bytes), 0)::text as bytes from ingestion.door_count where tenant_id = $1 and minute >= $2', [read.tenantId, since]);
  return Number(row.bytes);
}
