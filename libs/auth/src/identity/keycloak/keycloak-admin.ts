import { systemClock, type Clock } from '@yagura/kernel';
import type { ClientFacts, IdentityAdmin, OrganizationFacts, UserFacts } from '../port';
import type { Realm } from '../realm';
import { AdminHttp } from './admin-http';
import { KeycloakOrganizations } from './keycloak-organizations';
import { KeycloakPeople } from './keycloak-people';
import { KeycloakPrograms } from './keycloak-programs';
import { ONBOARDING_CLIENT, PROGRAMS_CLIENT } from './realm-representation';

export interface KeycloakOptions {
  /** Where this process reaches Keycloak, without a trailing slash; may differ from the public address that tokens name. */
  readonly url: string;
  /** Secrets of the administrators of the two realms (client `yagura-onboarding`) and of partner programs (`yagura-programs`). */
  readonly secrets: { readonly customers: string; readonly staff: string; readonly programs: string };
  readonly clock?: Clock;
}

/**
 * Keycloak's side of IdentityAdmin, over its Admin API. Every method is a chain of requests of which each can be repeated, so a caller
 * that broke off anywhere calls again with the same facts. Throws KeycloakAway and KeycloakRefusesUs besides what the port names.
 */
export class KeycloakAdmin implements IdentityAdmin {
  private readonly people: KeycloakPeople;
  private readonly organizations: KeycloakOrganizations;
  private readonly programs: KeycloakPrograms;

  constructor({ url, secrets, clock = systemClock }: KeycloakOptions) {
    const customers = new AdminHttp({ url, realm: 'yagura', clientId: ONBOARDING_CLIENT, clientSecret: secrets.customers }, clock);
    const staff = new AdminHttp({ url, realm: 'yagura-staff', clientId: ONBOARDING_CLIENT, clientSecret: secrets.staff }, clock);
    this.people = new KeycloakPeople({ 'yagura': customers, 'yagura-staff': staff }, clock);
    this.organizations = new KeycloakOrganizations(customers);
    this.programs = new KeycloakPrograms(new AdminHttp({ url, realm: 'yagura', clientId: PROGRAMS_CLIENT, clientSecret: secrets.programs }, clock));
  }

  ensureOrganization(facts: OrganizationFacts): Promise<{ organizationId: string }> { return this.organizations.ensure(facts); }
  removeOrganization(organizationId: string): Promise<void> { return this.organizations.remove(organizationId); }
  ensureUser(facts: UserFacts): Promise<{ subject: string; oneTimePassword?: string }> { return this.people.ensure(facts); }
  resetPassword(subject: string): Promise<{ oneTimePassword: string }> { return this.people.resetPassword(subject); }
  disableUser(subject: string): Promise<void> { return this.people.setEnabled(subject, false); }
  enableUser(subject: string): Promise<void> { return this.people.setEnabled(subject, true); }
  ensureMember(organizationId: string, subject: string): Promise<void> { return this.organizations.addMember(organizationId, subject); }
  removeMember(organizationId: string, subject: string): Promise<void> { return this.organizations.removeMember(organizationId, subject); }
  ensureClient(facts: ClientFacts): Promise<{ subject: string | null }> { return this.programs.ensure(facts); }
  removeClient(realm: Realm, clientId: string): Promise<void> { return this.programs.remove(realm, clientId); }

  /** Ends one-time passwords of more than 72 hours, which Keycloak itself never does; to be called every hour. Returns how many. */
  endOverduePasswords(): Promise<number> { return this.people.endOverduePasswords(); }
}
