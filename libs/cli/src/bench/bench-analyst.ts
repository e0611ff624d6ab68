import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Unavailable } from '@yagura/kernel';
import { PROVIDER_TENANT_ID } from '@yagura/tenants';
import type { TokenSource } from '../api/gateway-client';
import { CREATE_USER, GRANT_ROLES } from '../api/world-documents';
import { invitationFor } from '../demo/invitation-mail';
import type { DemoPerson } from '../demo/people-file';
import { acceptInvitation, personToken } from '../demo/person-token';
import type { BenchWorld } from './bench-world';

const EMAIL = 'analyst@bench.invalid';
const LOOK_EVERY_MS = 100;
const MAIL_WITHIN_MS = 60_000;

/** Tokens of an analyst who was brought in for the benchmark. */
export async function benchAnalyst(world: BenchWorld, tenantIds: readonly string[]): Promise<TokenSource> {
  return personToken(world.identityUrl, await broughtInAnalyst(world, tenantIds));
}

/** An analyst of the provider with explicit grants in each tenant, who has accepted the invitation. */
export async function broughtInAnalyst({ gateway, identityUrl, dataDir }: BenchWorld, tenantIds: readonly string[]): Promise<DemoPerson> {
  const input = { tenantId: PROVIDER_TENANT_ID, email: EMAIL, displayName: 'Bench analyst', locale: 'EN', roles: ['ANALYST'] };
  const { createUser: { member: { userId } } } = await gateway.ask(CREATE_USER, { input });
  for (const tenantId of tenantIds) await gateway.ask(GRANT_ROLES, { input: { tenantId, userId, roles: ['ANALYST'] } });
  const person = { username: EMAIL, password: randomBytes(12).toString('base64url'), realm: 'yagura-staff', role: 'analyst', tenantSlug: null } as const;
  await acceptInvitation(identityUrl, person, await oneTimePassword(dataDir));
  return person;
}

async function oneTimePassword(dataDir: string): Promise<string> {
  for (let waited = 0; waited < MAIL_WITHIN_MS; waited += LOOK_EVERY_MS) {
    const invitation = invitationFor(dataDir, EMAIL);
    if (invitation !== undefined) return invitation.oneTimePassword;
    await pause(LOOK_EVERY_MS);
  }
  throw new Unavailable('The analyst’s invitation did not come.', { slug: 'bench.no_invitation' });
}
