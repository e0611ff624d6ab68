import type { TenantNames } from '@yagura/contracts';

/** The tenant's columns of every row that is shown. */
export interface NamedRow {
  readonly tenant_id: string; readonly tenant_slug: string | null; readonly tenant_code: string | null; readonly tenant_name: string | null;
}

/** A finding can be here before the names of its tenant: the id then stands in for them, because a row must never be missing. */
export const namesOf = (row: NamedRow): TenantNames =>
  ({ tenantId: row.tenant_id, slug: row.tenant_slug ?? row.tenant_id, code: row.tenant_code ?? '', name: row.tenant_name ?? '' });
