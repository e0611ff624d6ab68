import type { TenantRead } from '@yagura/db';

/** The tenant of a case within the reader's scope. */
export async function tenantOfCase(read: TenantRead, caseId: string): Promise<string | undefined> {
  const [row] = await read.sql<{ tenant_id: string }>('select tenant_id from cases.case_file where tenant_id = any ($1::uuid[]) and id = $2', [read.readScope, caseId]);
  return row?.tenant_id;
}

/** The tenant of a finding within the reader's scope. */
export async function tenantOfFinding(read: TenantRead, findingId: string): Promise<string | undefined> {
  const [row] = await read.sql<{ tenant_id: string }>('select tenant_id from cases.finding where tenant_id = any ($1::uuid[]) and id = $2', [read.readScope, findingId]);
  return row?.tenant_id;
}

/** Id of a case by its tenant's slug and its number, within the reader's scope. */
export async function caseNumbered(read: TenantRead, slug: string, number: number): Promise<string | undefined> {
  const [row] = await read.sql<{ id: string }>(
    `select c.id from cases.tenant t join cases.case_file c on c.tenant_id = t.tenant_id
     where t.tenant_id = any ($1::uuid[]) and c.tenant_id = any ($1::uuid[]) and t.slug = $2 and c.number = $3`, [read.readScope, slug, number]);
  return row?.id;
}
