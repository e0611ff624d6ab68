import { eventually } from '../../eventually';
import { textAt, valueAt, type ApiActor, type ApiCaller } from './api-caller';
import type { Company } from './company';

/** What bringing a company in made. */
export interface Onboarded {
  readonly tenantId: string;
  readonly sourceId: string;
  readonly credentialId: string;
  readonly sourceToken: string;
  /** A person of the company who never signs in: the one that tests change. */
  readonly spareId: string;
}

/** Months of service before the test, so that invoices of a month that is over can be made. */
export const STARTED = new Date(Date.now() - 100 * 86_400_000).toISOString().slice(0, 10);

/** Brings a company in through the public API: agreement, contact, two people of different rights and a spare one, a source with its token. */
export async function onboard(caller: ApiCaller, operator: ApiActor, company: Company): Promise<Onboarded> {
  const { slug, code, words } = company;
  const person = (email: string, displayName: string, roles: string[]) => ({ email, displayName, locale: 'EN', roles });
  const made = await caller.demand(operator, 'mutation($input: CreateTenantInput!) { createTenant(input: $input) { tenant { id } } }', {
    input: {
      slug, code, name: words.name,
      agreement: { plan: 'mdr_standard', serviceMode: 'MDR', timeZone: 'Asia/Tokyo', language: 'EN', currency: 'JPY', startsOn: STARTED, billingName: words.billingName },
      contacts: [{ role: 'TECHNICAL', name: words.contactName, email: words.contactMail, language: 'EN' }],
      users: [
        person(words.viewerMail, words.viewerName, ['CUSTOMER_VIEWER']), person(words.billingMail, words.viewerName, ['CUSTOMER_VIEWER', 'CUSTOMER_BILLING']),
        person(words.spareMail, words.viewerName, ['CUSTOMER_VIEWER']),
      ],
    },
  });
  const tenantId = textAt(made, 'createTenant.tenant.id');
  await active(caller, operator, tenantId);
  const source = await caller.demand(operator, 'mutation($input: CreateSourceInput!) { createSource(input: $input) { source { id } } }', { input: { tenantId, name: words.source, kind: 'windows' } });
  const sourceId = textAt(source, 'createSource.source.id');
  const issued = await caller.demand(operator, 'mutation($input: IssueSourceCredentialInput!) { issueSourceCredential(input: $input) { credential { id } token } }', { input: { sourceId } });
  return {
    tenantId, sourceId, credentialId: textAt(issued, 'issueSourceCredential.credential.id'), sourceToken: textAt(issued, 'issueSourceCredential.token'),
    spareId: await memberId(caller, operator, tenantId, words.spareMail),
  };
}

const LOOK_AGAIN_MS = 250;
/** Only ends a wait that will never end; a machine may have much else to do. */
const HANG_MS = 180_000;

/** Resolves when a company is served; fails with the steps that are left. */
export async function active(caller: ApiCaller, operator: ApiActor, tenantId: string): Promise<void> {
  let left: unknown;
  const look = async (): Promise<boolean> => {
    // The saga shares two cores with whoever waits for it.
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    const { tenant } = await caller.demand(operator, 'query($id: ID!) { tenant(id: $id) { state onboarding { steps { step done attempts lastError } } } }', { id: tenantId });
    left = tenant;
    return valueAt(tenant, 'state') === 'ACTIVE';
  };
  await eventually('the company is active', look, HANG_MS).catch((cause: unknown) => Promise.reject(new Error(`A company is not active: ${JSON.stringify(left)}`, { cause })));
}

/** Lets one of the provider's people in and gives them a role in the named companies. Answers their id. */
export async function hire(caller: ApiCaller, operator: ApiActor, email: string, role: 'ANALYST' | 'OPERATOR', tenantIds: readonly string[]): Promise<string> {
  await caller.demand(operator, 'mutation($input: CreateUserInput!) { createUser(input: $input) { member { userId } } }', { input: { tenantId: PROVIDER, email, displayName: email.split('@')[0], locale: 'EN', roles: ['ANALYST'] } });
  const userId = await memberId(caller, operator, PROVIDER, email);
  for (const tenantId of tenantIds) await caller.demand(operator, 'mutation($input: GrantRolesInput!) { grantRoles(input: $input) { member { userId } } }', { input: { tenantId, userId, roles: [role] } });
  return userId;
}

/** Id of the provider's row, which the seed of every installation makes (services/tenants). */
export const PROVIDER = '01938000-0000-7000-8000-000000000001';

async function memberId(caller: ApiCaller, operator: ApiActor, tenantId: string, email: string): Promise<string> {
  const members = await caller.demand(operator, 'query($tenantId: ID) { members(tenantId: $tenantId, first: 100) { nodes { userId email } } }', { tenantId });
  const nodes = valueAt(members, 'members.nodes');
  const found = Array.isArray(nodes) ? nodes.find((node) => valueAt(node, 'email') === email) : undefined;
  return textAt(found, 'userId');
}
