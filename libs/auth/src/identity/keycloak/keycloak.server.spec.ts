import { createHash, randomBytes } from 'node:crypto';
import { newId, systemClock } from '@yagura/kernel';
import { describeWithKeycloak, sharedKeycloak, type KeycloakServer } from '@yagura/testing';
import { clientCredentials, requestTokens } from '../../sign-in/token-request';
import { TokenRefused } from '../../token.errors';
import { TokenVerifier } from '../../verifier';
import { CONSOLE_CLIENT, GATEWAY_AUDIENCE, PORTAL_CLIENT } from '../clients';
import { identityContract } from '../identity-contract';
import { CHOSEN, IdentityWorld, word, type IdentityUnderTest } from '../identity-under-test';
import { issuerOf, REALMS, type Realm } from '../realm';
import { trustedIssuers } from '../trusted-issuers';
import { clientRepresentation } from './client-representation';
import { KeycloakAdmin } from './keycloak-admin';
import { KeycloakOpinion } from './keycloak-opinion';

// The first start on a machine also fetches and builds it.
const START_MS = 1_200_000;
const [CONSOLE, PORTAL] = ['http://127.0.0.1:4201', 'http://127.0.0.1:4202'];

describeWithKeycloak('Keycloak 26', () => {
  let keycloak: KeycloakServer;
  let underTest: IdentityUnderTest;
  const world = new IdentityWorld(() => underTest);

  beforeAll(async () => {
    keycloak = await sharedKeycloak();
    const { url, secrets } = keycloak;
    underTest = { url, admin: new KeycloakAdmin({ url, secrets }), serviceSecret: secrets.commandLine, secondOpinion: new KeycloakOpinion(GATEWAY_AUDIENCE) };
  }, START_MS);

  const newVerifier = (audience = GATEWAY_AUDIENCE): TokenVerifier =>
    new TokenVerifier({ issuers: trustedIssuers(keycloak.url), audience, secondOpinion: new KeycloakOpinion(audience) });
  const refusal = (token: string, verifier = newVerifier()): Promise<string> => verifier.verify(token).then(() => 'accepted', (error: unknown) => {
    if (error instanceof TokenRefused) return error.reason;
    throw error;
  });
  const tokenOf = async (realm: Realm, clientId: string, clientSecret: string): Promise<string> =>
    (await clientCredentials({ issuer: issuerOf(keycloak.url, realm), clientId, clientSecret })).accessToken;
  const ask = async (token: string, method: string, path: string, body?: unknown): Promise<number> => (await fetch(`${keycloak.url}/admin/realms/${path}`, {
    method, headers: { 'authorization': `Bearer ${token}`, 'content-type': 'application/json' }, body: body === undefined ? undefined : JSON.stringify(body),
  })).status;
  const bootstrapToken = async (): Promise<string> => (await requestTokens(`${keycloak.url}/realms/master`, {
    grant_type: 'password', client_id: 'admin-cli', username: 'bootstrap', password: keycloak.secrets.bootstrap,
  })).accessToken;

  identityContract('Keycloak', () => underTest);

  describe('a token of the real server', () => {
    it('that names a person is no other kind of token, and fits no other audience', async () => {
      const tokens = await world.firstSignIn(await world.person('yagura'));

      expect(await refusal(tokens.accessToken)).toBe('accepted');
      expect(await refusal(tokens.accessToken, newVerifier('billing'))).toBe('audience');
      expect(await refusal(tokens.idToken ?? '', newVerifier('yagura-cli-login'))).toBe('type');
      expect(await refusal(tokens.refreshToken ?? '')).toBe('algorithm');
    });

    it('of our own administrators opens nothing at the gateway', async () => {
      const { customers, programs } = keycloak.secrets;

      expect(await refusal(await tokenOf('yagura', 'yagura-onboarding', customers))).toBe('audience');
      expect(await refusal(await tokenOf('yagura', 'yagura-programs', programs))).toBe('audience');
    });

    it('of a client that somebody else made is refused, although it names our audience', async () => {
      const [clientId, secret] = [`other-${newId().slice(-8)}`, randomBytes(24).toString('hex')];
      const made = await ask(await bootstrapToken(), 'POST', 'yagura/clients', clientRepresentation({ realm: 'yagura', clientId, kind: 'service', name: 'Other', secret }));

      expect(made).toBe(201);
      expect(await refusal(await tokenOf('yagura', clientId, secret))).toBe('client');
    });

    it('of a realm that is not ours is refused', async () => {
      expect(await refusal(await bootstrapToken())).toBe('issuer');
    });

    it('still passes after its person was disabled, so our own tables and its 300 seconds have to end it', async () => {
      const person = await world.person('yagura');
      const { accessToken } = await world.firstSignIn(person);
      await world.admin.disableUser(person.subject);

      expect(await refusal(accessToken)).toBe('accepted');
    });
  });

  describe('the realms of the template', () => {
    it.each(REALMS)('of %s give no code without proof, no token for a password, and register no client', async (realm) => {
      const issuer = issuerOf(keycloak.url, realm);
      const [clientId, redirectUri] = realm === 'yagura' ? [PORTAL_CLIENT, `${PORTAL}/callback`] : [CONSOLE_CLIENT, `${CONSOLE}/callback`];
      const query = { response_type: 'code', client_id: clientId, redirect_uri: redirectUri, scope: 'openid', state: 's' };
      const proof = { code_challenge: createHash('sha256').update('x'.repeat(43)).digest('base64url'), code_challenge_method: 'S256' };
      const open = (asked: Record<string, string>): Promise<Response> =>
        fetch(`${issuer}/protocol/openid-connect/auth?${new URLSearchParams(asked)}`, { redirect: 'manual' });
      const person = await world.person(realm);
      await world.firstSignIn(person);

      expect((await open({ ...query, ...proof })).status).toBe(200);
      expect((await open(query)).headers.get('location')).toContain('error=invalid_request');
      expect((await open({ ...query, ...proof, redirect_uri: 'https://evil.example/callback' })).status).toBe(400);
      for (const client of [clientId, 'admin-cli', 'yagura-cli-login']) {
        const asked = requestTokens(issuer, { grant_type: 'password', client_id: client, username: person.username, password: CHOSEN });
        await expect(asked).rejects.toMatchObject({ kind: 'Unauthenticated' });
      }
      const registered = await fetch(`${issuer}/clients-registrations/openid-connect`, {
        method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ redirect_uris: ['http://127.0.0.1/x'] }),
      });
      expect(registered.status).toBe(403);
    });

    it('let a browser application of ours ask for tokens from its own origin alone', async () => {
      const allowed = async (origin: string): Promise<string | null> => (await fetch(`${issuerOf(keycloak.url, 'yagura')}/protocol/openid-connect/token`, {
        method: 'POST', headers: { origin }, body: new URLSearchParams({ grant_type: 'refresh_token', client_id: PORTAL_CLIENT, refresh_token: 'x' }),
      })).headers.get('access-control-allow-origin');

      expect(await allowed(PORTAL)).toBe(PORTAL);
      expect(await allowed('http://evil.example')).not.toBe('http://evil.example');
    });

    it('stop guessing: a person is locked after ten wrong passwords, and says nothing of it', async () => {
      const person = await world.person('yagura');
      await world.firstSignIn(person);
      for (let guess = 0; guess < 10; guess += 1) expect(await word(world.signInAs(person, { password: `wrong password ${guess}` }))).toBe('password');

      expect(await word(world.signIn(person))).toBe('password');
    });
  });

  describe('our administrators may do no more than the port asks for', () => {
    it('onboarding changes no client, no realm and no role that administers', async () => {
      const token = await tokenOf('yagura', 'yagura-onboarding', keycloak.secrets.customers);
      const person = await world.person('yagura');

      expect(await ask(token, 'GET', `yagura/users/${person.subject}`)).toBe(200);
      expect(await ask(token, 'POST', 'yagura/clients', { clientId: 'evil' })).toBe(403);
      expect(await ask(token, 'PUT', 'yagura', { accessTokenLifespan: 86_400 })).toBe(403);
      expect(await ask(token, 'GET', `yagura-staff/users/${person.subject}`)).toBe(403);
    });

    it('partner programs reads no person and no organization', async () => {
      const token = await tokenOf('yagura', 'yagura-programs', keycloak.secrets.programs);

      expect(await ask(token, 'GET', 'yagura/clients')).toBe(200);
      for (const path of ['yagura/users', 'yagura/organizations', 'yagura-staff/clients']) expect(await ask(token, 'GET', path)).toBe(403);
    });

    it('no client of the staff’s realm is made or removed through the port', async () => {
      const facts = { realm: 'yagura-staff', clientId: 'evil', kind: 'browser', name: 'Evil' } as const;

      await expect(world.admin.ensureClient(facts)).rejects.toMatchObject({ slug: 'identity.staff_clients_fixed' });
      await expect(world.admin.removeClient('yagura-staff', CONSOLE_CLIENT)).rejects.toMatchObject({ slug: 'identity.staff_clients_fixed' });
    });

    it('a wrong secret is told as such', async () => {
      const { url, secrets } = keycloak;
      const stranger = new KeycloakAdmin({ url, secrets: { ...secrets, customers: 'x'.repeat(43) } });

      await expect(stranger.ensureUser(world.facts('yagura'))).rejects.toMatchObject({ kind: 'Unavailable', slug: 'identity.administrator_refused' });
    });
  });

  it('a one-time password that nobody used ends after 72 hours, a chosen one does not', async () => {
    const [unused, used] = [await world.person('yagura'), await world.person('yagura-staff')];
    await world.firstSignIn(used);
    const inHours = (hours: number): KeycloakAdmin => {
      const clock = { now: () => new Date(Date.now() + hours * 3_600_000), monotonicMs: () => systemClock.monotonicMs() };
      return new KeycloakAdmin({ url: keycloak.url, secrets: keycloak.secrets, clock });
    };

    await inHours(71).endOverduePasswords();
    expect(await word(world.signInAs(unused, { password: unused.oneTimePassword }))).toBe('password_change_needed');
    expect(await inHours(73).endOverduePasswords()).toBeGreaterThan(0);
    expect(await inHours(73).endOverduePasswords()).toBe(0);

    expect(await word(world.firstSignIn(unused))).toBe('password');
    expect(await word(world.signIn(used))).toBe('accepted');
    const { oneTimePassword } = await world.admin.resetPassword(unused.subject);
    expect(await word(world.firstSignIn({ ...unused, oneTimePassword }))).toBe('accepted');
  });

  it('while it is away people who are signed in go on; who signs in or is invited is told to wait; and all goes on when it is back', async () => {
    const verifier = newVerifier();
    const [earlier, person, waiting] = [await world.person('yagura'), await world.person('yagura'), world.facts('yagura')];
    await verifier.verify((await world.firstSignIn(earlier)).accessToken);
    const { accessToken } = await world.firstSignIn(person);

    await keycloak.kill();
    try {
      expect(await verifier.verify(accessToken)).toMatchObject({ subject: person.subject });
      await expect(world.signIn(person)).rejects.toMatchObject({ kind: 'Unavailable', slug: 'auth.sign_in_unavailable', retryAfterSec: 15 });
      await expect(world.admin.ensureUser(waiting)).rejects.toMatchObject({ kind: 'Unavailable', slug: 'identity.unavailable', retryAfterSec: 15 });
      await expect(newVerifier().verify(accessToken)).rejects.toMatchObject({ kind: 'Unavailable', slug: 'auth.keys_unavailable' });
    } finally {
      await keycloak.start();
    }

    expect(await word(world.signIn(person))).toBe('accepted');
    const { oneTimePassword } = await world.admin.ensureUser(waiting);
    expect(oneTimePassword).toEqual(expect.any(String));
  }, START_MS);
});
