import { issuerOf, serviceAccountOf, type IdentityAdmin } from '@yagura/auth';
import { assertSafeToServe, type TenantDb } from '@yagura/db';
import type { SeededProvider } from '@yagura/tenants';
import type { StoreAccess } from './platform';

/** The provider until an operator gives it another name and address. */
const PROVIDER_NAME = 'Yagura Security Operations';
const PROVIDER_ADDRESS = '1-1 Yagura-cho, Tokyo';

/** The first rows of an installation; a repeat changes nothing. `db` is of `svc_tenants` and stays open: the first password is noted as shown later. */
export async function seed(db: TenantDb, { url, admin }: { readonly url: string; readonly admin: IdentityAdmin }): Promise<SeededProvider> {
  const { seedProvider } = await import('@yagura/tenants');
  return seedProvider(db, admin, {
    name: PROVIDER_NAME, staffIssuer: issuerOf(url, 'yagura-staff'),
    programs: [{ subject: serviceAccountOf('yagura-cli'), name: 'Yagura command line' }],
    operator: { email: 'operator@yagura.invalid', displayName: 'First operator', locale: 'en' },
  });
}

/** Refuses to serve on a database that does not hold tenants apart, and puts the provider on record as the issuer of invoices. */
export async function checkAndSeed(stores: Pick<StoreAccess, 'tenantDb' | 'systemDb'>, { providerTenantId }: SeededProvider): Promise<void> {
  const { seedIssuer } = await import('@yagura/billing');
  const billing = stores.tenantDb('svc_billing', 1);
  const relay = stores.systemDb('lane_relay', 1);
  try {
    await assertSafeToServe(billing, (text, values) => relay.sql(text, values));
    // Without a registration number no document calls itself a qualified invoice (Consumption Tax Act, article 57-4).
    await seedIssuer(billing, providerTenantId, { name: PROVIDER_NAME, registrationNumber: null, address: PROVIDER_ADDRESS });
  } finally {
    await Promise.all([billing.close(), relay.close()]);
  }
}
