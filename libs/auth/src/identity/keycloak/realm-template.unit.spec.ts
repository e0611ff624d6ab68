import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { REALMS } from '../realm';
import { realmTemplate } from './realm-template';

const FOLDER = join(__dirname, '..', '..', '..', '..', '..', 'deploy', 'keycloak');

interface Client {
  readonly clientId: string;
  readonly enabled: boolean;
  readonly fullScopeAllowed: boolean;
  readonly directAccessGrantsEnabled: boolean;
  readonly publicClient: boolean;
  readonly standardFlowEnabled: boolean;
  readonly secret?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly protocolMappers?: readonly { readonly protocolMapper: string }[];
}

describe.each(REALMS)('the template of realm %s', (realm) => {
  const template = JSON.parse(realmTemplate(realm)) as { clients: readonly Client[]; [setting: string]: unknown };
  const enabled = template.clients.filter((client) => client.enabled);

  it('is the file from which Keycloak imports; `node deploy/keycloak/render.mjs` writes it', async () => {
    expect(await readFile(join(FOLDER, `${realm}-realm.json`), 'utf8')).toBe(realmTemplate(realm));
  });

  it('gives no client the roles of its people, a password grant or a code without proof', () => {
    expect(template.clients.filter(({ fullScopeAllowed, directAccessGrantsEnabled }) => fullScopeAllowed || directAccessGrantsEnabled)).toEqual([]);
    expect(enabled.filter(({ standardFlowEnabled, attributes }) => standardFlowEnabled && attributes?.['pkce.code.challenge.method'] !== 'S256')).toEqual([]);
  });

  it('names our audience for the clients of people and programs, and for no administrator', () => {
    const withAudience = enabled.filter(({ protocolMappers = [] }) => protocolMappers.some(({ protocolMapper }) => protocolMapper === 'oidc-audience-mapper'));

    expect(withAudience.map(({ clientId }) => clientId).sort()).toEqual(
      realm === 'yagura' ? ['yagura-cli-login', 'yagura-portal'] : ['yagura-cli', 'yagura-cli-login', 'yagura-console']);
  });

  it('holds no secret, only the names of variables', () => {
    expect(enabled.filter(({ publicClient }) => !publicClient).map(({ secret }) => secret)).toEqual(
      realm === 'yagura' ? ['${YAGURA_CUSTOMERS_SECRET}', '${YAGURA_PROGRAMS_SECRET}'] : ['${YAGURA_CLI_SECRET}', '${YAGURA_STAFF_SECRET}']);
  });

  it('lets tokens live as long as the embedded provider’s, and renews each refresh token once', () => {
    expect(template).toMatchObject({
      accessTokenLifespan: 300, ssoSessionIdleTimeout: 14_400, ssoSessionMaxLifespan: 43_200, revokeRefreshToken: true, refreshTokenMaxReuse: 0, bruteForceProtected: true,
      registrationAllowed: false, loginWithEmailAllowed: false, organizationsEnabled: realm === 'yagura',
    });
  });
});
