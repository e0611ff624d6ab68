import type { Realm } from '../realm';
import { realmRepresentation } from './realm-representation';

/** The secret of each realm's onboarding account: two names, so that one that leaks opens one realm. */
const ONBOARDING: Readonly<Record<Realm, string>> = { 'yagura': '${YAGURA_CUSTOMERS_SECRET}', 'yagura-staff': '${YAGURA_STAFF_SECRET}' };

/**
 * The import file of a realm, `deploy/keycloak/<realm>-realm.json`. What differs by installation is the name of an environment
 * variable, which Keycloak fills in when it imports at its start. Keycloak leaves an unset name as it stands: such a secret would be
 * known to every reader of the template, so whoever starts Keycloak has to refuse an unset one (see `deploy/keycloak/README.md`).
 */
export function realmTemplate(realm: Realm): string {
  const urls = { consoleUrl: '${YAGURA_CONSOLE_URL}', portalUrl: '${YAGURA_PORTAL_URL}' };
  const secrets = { commandLine: '${YAGURA_CLI_SECRET}', onboarding: ONBOARDING[realm], programs: '${YAGURA_PROGRAMS_SECRET}' };
  return `${JSON.stringify(realmRepresentation(realm, urls, secrets), null, 2)}\n`;
}
