import type { RunningFacts } from '../all-in-one/running-file';
import type { GatewayClient } from '../api/gateway-client';
import { serviceGateway } from '../api/service-account';
import { CREATE_SOURCE, ISSUE_SOURCE_CREDENTIAL } from '../api/source-documents';
import { CREATE_TENANT } from '../api/tenant-documents';
import { awaitActive } from '../tenant/await-active';

/** Where an installation answers, and its folder with the secret of the command line's own account. */
export type Place = Pick<RunningFacts, 'graphqlUrl' | 'identityUrl'> & { readonly dataDir: string };

export interface Company {
  readonly tenantId: string;
  readonly slug: string;
  /** Credential of its one source. */
  readonly token: string;
}

/** The API as the operator's command line sees it. */
export const operatorOf = (place: Place): GatewayClient => serviceGateway(place.dataDir, place);

/** Brings a client company with one source in, through the API, for tests of the whole installation. */
export async function makeCompany(gateway: GatewayClient, slug: string): Promise<Company> {
  const input = {
    slug, name: `Company ${slug}`,
    agreement: { plan: 'mdr_enterprise', serviceMode: 'MDR', timeZone: 'Asia/Tokyo', language: 'EN', currency: 'JPY', billingName: `Company ${slug}` },
    contacts: [{ role: 'TECHNICAL', name: 'Contact', email: `contact@${slug}.invalid`, language: 'EN' }],
    users: [{ email: `viewer@${slug}.invalid`, displayName: 'Viewer', locale: 'EN', roles: ['CUSTOMER_VIEWER'] }],
  };
  const { createTenant: { tenant } } = await gateway.ask(CREATE_TENANT, { input });
  await awaitActive(gateway, slug);
  const { createSource: { source } } = await gateway.ask(CREATE_SOURCE, { input: { tenantId: tenant.id, name: 'machines', kind: 'windows' } });
  const { issueSourceCredential: { token } } = await gateway.ask(ISSUE_SOURCE_CREDENTIAL, { input: { sourceId: source.id } });
  return { tenantId: tenant.id, slug, token };
}
