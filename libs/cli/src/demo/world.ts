import { randomBytes } from 'node:crypto';
import { NotFound, Unavailable } from '@yagura/kernel';
import { GatewayClient } from '../api/gateway-client';
import { CREATE_SOURCE, ISSUE_SOURCE_CREDENTIAL } from '../api/source-documents';
import { CREATE_TENANT, TENANT_BY_SLUG } from '../api/tenant-documents';
import { CREATE_USER, GRANT_ROLES, MEMBERS, SOURCES } from '../api/world-documents';
import { PROVIDER_TENANT_ID } from '@yagura/tenants';
import { ANALYST, COMPANIES, MANAGER, type DemoCompany, type DemoStaff } from './cast';
import type { DemoSource } from './event-text';
import { HecSender } from './hec-sender';
import { invitationFor } from './invitation-mail';
import { readSecrets, writeSecrets, type DemoPerson, type DemoSecrets } from './people-file';
import { acceptInvitation, personToken } from './person-token';
import type { Stage } from './player';

/** Where an installation answers, and its data folder, in which the demo reads the mails that its people would get. */
export interface DemoPlace {
  readonly dataDir: string;
  readonly graphqlUrl: string;
  readonly hecUrl: string;
  readonly identityUrl: string;
}

export interface DemoTenant {
  readonly company: DemoCompany;
  readonly tenantId: string;
  readonly stage: Stage;
  /** The API as the company's own person sees it. */
  readonly viewer: GatewayClient;
}

export interface DemoWorld {
  readonly tenants: readonly DemoTenant[];
  readonly analyst: GatewayClient;
  readonly people: readonly DemoPerson[];
}

const WAIT_MS = 60_000;

/**
 * Makes the demo world through the public API, with the command line's own account as operator: client companies, sources with tokens,
 * an analyst with explicit grants, and everybody's first sign-in with the password from the invitation mail. A repeat finds what is there.
 */
export async function createWorld(operator: GatewayClient, place: DemoPlace, say: (line: string) => void): Promise<DemoWorld> {
  let secrets = readSecrets(place.dataDir);
  const keep = (change: Partial<DemoSecrets>): void => {
    secrets = { ...secrets, ...change };
    writeSecrets(place.dataDir, secrets);
  };
  const tenantIds: string[] = [];
  for (const company of COMPANIES) tenantIds.push(await ensureTenant(operator, company, say));
  for (const [index, company] of COMPANIES.entries()) await ensureSources(operator, company, tenantIds[index], () => secrets, keep);
  for (const staff of [ANALYST, MANAGER]) await ensureStaff(operator, staff, tenantIds);
  const cast: Omit<DemoPerson, 'password'>[] = [
    ...[ANALYST, MANAGER].map(({ email, role }) => ({ username: email, realm: 'yagura-staff' as const, role, tenantSlug: null })),
    ...COMPANIES.map(({ slug, viewer }) => ({ username: viewer.email, realm: 'yagura' as const, role: 'customer_viewer', tenantSlug: slug })),
  ];
  for (const person of cast) await ensurePerson(place, person, () => secrets, keep);
  const clientOf = (username: string): GatewayClient => {
    const person = secrets.people.find((one) => one.username === username);
    if (person === undefined) throw new NotFound('person of the demo');
    return new GatewayClient(place.graphqlUrl, personToken(place.identityUrl, person));
  };
  return {
    people: secrets.people, analyst: clientOf(ANALYST.email),
    tenants: COMPANIES.map((company, tenantIndex) => ({
      company, tenantId: tenantIds[tenantIndex], viewer: clientOf(company.viewer.email),
      stage: {
        slug: company.slug, tenantIndex,
        senders: new Map(secrets.sources.filter(({ tenantSlug }) => tenantSlug === company.slug).map(({ kind, token }) => [kind as DemoSource, new HecSender(place.hecUrl, token)])),
      },
    })),
  };
}

async function ensureTenant(operator: GatewayClient, company: DemoCompany, say: (line: string) => void): Promise<string> {
  const find = async (): Promise<{ id: string; state: string } | undefined> => {
    try {
      return (await operator.ask(TENANT_BY_SLUG, { slug: company.slug })).tenantBySlug;
    } catch (error) {
      if (error instanceof NotFound) return undefined;
      throw error;
    }
  };
  if (await find() === undefined) {
    say(`bringing in ${company.name}`);
    const { agreement, viewer } = company;
    await operator.ask(CREATE_TENANT, {
      input: {
        slug: company.slug, code: company.code, name: company.name,
        agreement: { ...agreement, language: agreement.language.toUpperCase() },
        contacts: [{ role: 'TECHNICAL', name: viewer.displayName, email: viewer.email, language: agreement.language.toUpperCase() }],
        users: [{ email: viewer.email, displayName: viewer.displayName, locale: agreement.language.toUpperCase(), roles: ['CUSTOMER_VIEWER', 'CUSTOMER_BILLING'] }],
      },
    });
  }
  const { id } = await until(`${company.slug} is active`, async () => {
    const tenant = await find();
    return tenant?.state === 'ACTIVE' ? tenant : undefined;
  });
  return id;
}

async function ensureSources(operator: GatewayClient, company: DemoCompany, tenantId: string, secrets: () => DemoSecrets, keep: (change: Partial<DemoSecrets>) => void): Promise<void> {
  const { sources: { nodes } } = await operator.ask(SOURCES, { tenantId });
  for (const { name, kind, critical } of company.sources) {
    if (secrets().sources.some((known) => known.tenantSlug === company.slug && known.kind === kind)) continue;
    const sourceId = nodes.find((node) => node.name === name)?.id
      ?? (await operator.ask(CREATE_SOURCE, { input: { tenantId, name, kind, critical } })).createSource.source.id;
    const { issueSourceCredential: { token } } = await operator.ask(ISSUE_SOURCE_CREDENTIAL, { input: { sourceId } });
    keep({ sources: [...secrets().sources, { tenantSlug: company.slug, name, kind, token }] });
  }
}

/** Staff get rights in a client company only by explicit grants. */
async function ensureStaff(operator: GatewayClient, { email, displayName, locale, role }: DemoStaff, tenantIds: readonly string[]): Promise<void> {
  const home = PROVIDER_TENANT_ID;
  const roles = [role.toUpperCase()];
  const { members: { nodes } } = await operator.ask(MEMBERS, { tenantId: home, first: 100 });
  const userId = nodes.find((member) => member.email === email)?.userId
    ?? (await operator.ask(CREATE_USER, { input: { tenantId: home, email, displayName, locale: locale.toUpperCase(), roles } })).createUser.member.userId;
  for (const tenantId of tenantIds) await operator.ask(GRANT_ROLES, { input: { tenantId, userId, roles } });
}

async function ensurePerson(place: DemoPlace, facts: Omit<DemoPerson, 'password'>, secrets: () => DemoSecrets, keep: (change: Partial<DemoSecrets>) => void): Promise<void> {
  if (secrets().people.some(({ username }) => username === facts.username)) return;
  const invitation = await until(`the invitation of ${facts.username}`, async () => Promise.resolve(invitationFor(place.dataDir, facts.username)));
  const person: DemoPerson = { ...facts, password: randomBytes(12).toString('base64url') };
  await acceptInvitation(place.identityUrl, person, invitation.oneTimePassword);
  keep({ people: [...secrets().people, person] });
}

/** Asks until there is an answer; a minute without one is a fault that names what was waited for. */
export async function until<T>(what: string, look: () => Promise<T | undefined>, withinMs = WAIT_MS): Promise<T> {
  for (const end = performance.now() + withinMs; performance.now() < end;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Unavailable(`This did not happen within ${Math.round(withinMs / 1_000)} s: ${what}.`, { slug: 'demo.waited' });
}
