import { AppError } from '@yagura/kernel';
import type { GatewayClient } from '../api/gateway-client';
import { CREATE_SOURCE, ISSUE_SOURCE_CREDENTIAL } from '../api/source-documents';
import { CREATE_TENANT } from '../api/tenant-documents';
import { awaitActive } from '../tenant/await-active';

export interface BenchTenant {
  readonly tenantId: string;
  readonly slug: string;
  readonly sources: readonly { readonly sourceId: string; readonly token: string }[];
}

const CREDENTIAL_TRIES = 6;
/** Limits that no benchmark reaches, so that it measures the machine and not the quota. */
const QUOTA = { eventsPerSec: 1_000_000, bytesPerDay: '1000000000000000', maxSources: 100 } as const;

/** Brings a client company in through the API and waits until it is served. */
export async function benchTenant(gateway: GatewayClient, slug: string, sourceNames: readonly string[]): Promise<BenchTenant> {
  const input = {
    slug, name: `Bench ${slug}`,
    agreement: { plan: 'mdr_enterprise', serviceMode: 'MDR', timeZone: 'Asia/Tokyo', language: 'EN', currency: 'JPY', billingName: `Bench ${slug}`, quota: QUOTA },
    contacts: [{ role: 'TECHNICAL', name: 'Bench', email: `${slug}@bench.invalid`, language: 'EN' }], users: [],
  };
  const { createTenant: { tenant } } = await gateway.ask(CREATE_TENANT, { input });
  await awaitActive(gateway, slug);
  const sources: { sourceId: string; token: string }[] = [];
  for (const name of sourceNames) {
    const { createSource: { source } } = await gateway.ask(CREATE_SOURCE, { input: { tenantId: tenant.id, name, kind: 'bench' } });
    sources.push({ sourceId: source.id, token: await credentialOf(gateway, source.id) });
  }
  return { tenantId: tenant.id, slug, sources };
}

/** Doors on a machine with much else to do may confirm a credential too late; it is then revoked, and asked for again. */
async function credentialOf(gateway: GatewayClient, sourceId: string): Promise<string> {
  for (let tries = 1; ; tries += 1) {
    try {
      return (await gateway.ask(ISSUE_SOURCE_CREDENTIAL, { input: { sourceId } })).issueSourceCredential.token;
    } catch (error) {
      if (!(error instanceof AppError) || error.slug !== 'source.credential_not_held' || tries === CREDENTIAL_TRIES) throw error;
    }
  }
}

/** Brings in so many client companies without a source, one after the other; answers their ids. */
export async function benchTenants(gateway: GatewayClient, count: number, progress: { show(done: number, of: number): void }): Promise<string[]> {
  const tenantIds: string[] = [];
  while (tenantIds.length < count) {
    tenantIds.push((await benchTenant(gateway, `bench-${String(tenantIds.length).padStart(3, '0')}`, [])).tenantId);
    progress.show(tenantIds.length, count);
  }
  return tenantIds;
}
