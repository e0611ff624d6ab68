import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@yagura/kernel';
import { testDatabase, type TestDatabase } from '@yagura/testing';
import { GATEWAY_AUDIENCE, portalClients } from '../clients';
import type { IdentityStore } from '../identity-store';
import type { UserFacts } from '../port';
import { issuerOf, type Realm } from '../realm';
import { trustedIssuers } from '../trusted-issuers';
import { SignInRefused } from '../../sign-in/sign-in.errors';
import { signInWithPassword } from '../../sign-in/sign-in-with-password';
import { clientCredentials, refreshTokens, type TokenSet } from '../../sign-in/token-request';
import { TokenRefused } from '../../token.errors';
import { TokenVerifier, type VerifiedToken } from '../../verifier';
import { startIdentityInChild } from './identity-child';
import type { RunningIdentity } from './identity-server';

const WEB = 'http://127.0.0.1:4200';
const CONSOLE = 'http://127.0.0.1:4100';
const CHOSEN = 'correct horse battery staple';
let database: TestDatabase;
let store: IdentityStore;
let keysDir: string;
let identity: RunningIdentity;
const faults: unknown[] = [];

const start = (): Promise<RunningIdentity> => startIdentityInChild({
  host: '127.0.0.1', port: 0, store, keysDir, clients: portalClients({ consoleUrl: CONSOLE, portalUrl: WEB }), onError: (error) => { faults.push(error); },
});
const issuer = (realm: Realm): string => issuerOf(identity.url, realm);
const verifierFor = (audience = GATEWAY_AUDIENCE): TokenVerifier =>
  new TokenVerifier({ issuers: trustedIssuers(identity.url), audience });
const clientOf = (realm: Realm): { clientId: string; redirectUri: string } => (realm === 'yagura'
  ? { clientId: 'yagura-portal', redirectUri: `${WEB}/callback` } : { clientId: 'yagura-console', redirectUri: `${CONSOLE}/callback` });
const word = (outcome: Promise<unknown>): Promise<string> => outcome.then(() => 'accepted', (error: unknown) => {
  if (error instanceof SignInRefused || error instanceof TokenRefused) return error.reason;
  throw error;
});

interface Person extends UserFacts {
  readonly subject: string;
  readonly oneTimePassword: string;
}

async function newPerson(realm: Realm): Promise<Person> {
  const id = newId();
  const facts: UserFacts = { realm, id, username: `person-${id.slice(-8)}`, email: `${id}@example.jp`, name: '青井 葵', locale: 'ja' };
  const { subject, oneTimePassword = '' } = await identity.admin.ensureUser(facts);
  return { ...facts, subject, oneTimePassword };
}

const firstSignIn = (person: Person): Promise<TokenSet> => signInWithPassword({
  issuer: issuer(person.realm), ...clientOf(person.realm), username: person.username, password: person.oneTimePassword, newPassword: CHOSEN,
});
const verify = ({ accessToken }: TokenSet): Promise<VerifiedToken> => verifierFor().verify(accessToken);
const refresh = (person: Person, { refreshToken = '' }: TokenSet): Promise<TokenSet> =>
  refreshTokens({ issuer: issuer(person.realm), clientId: clientOf(person.realm).clientId, refreshToken });

beforeAll(async () => {
  database = await testDatabase();
  const db = database.systemDb('svc_identity');
  store = { query: async (sql, params) => ({ rows: await db.sql(sql, params) }) };
  keysDir = await mkdtemp(join(tmpdir(), 'yagura-identity-'));
  identity = await start();
});

afterAll(async () => {
  await identity.stop();
  await database.drop();
  await rm(keysDir, { recursive: true, force: true });
});

afterEach(() => { expect(faults.splice(0)).toEqual([]); });

describe('a person who', () => {
  it('works at the command line signs in through any port of the loopback address', async () => {
    const person = await newPerson('yagura-staff');
    await firstSignIn(person);

    const tokens = await signInWithPassword({
      issuer: issuer('yagura-staff'), clientId: 'yagura-cli-login', redirectUri: 'http://127.0.0.1:49152/callback', username: person.username, password: CHOSEN,
    });

    expect((await verify(tokens)).clientId).toBe('yagura-cli-login');
  });
});

describe('a new password', () => {
  it.each([['short', 'too short'], ['guessable', 'aaaaaaaabbbbbbbb'], ['the one-time password itself', null]])(
    'that is %s is not taken', async (_, newPassword) => {
      const person = await newPerson('yagura');
      const attempt = signInWithPassword({
        issuer: issuer('yagura'), ...clientOf('yagura'), username: person.username, password: person.oneTimePassword,
        newPassword: newPassword ?? person.oneTimePassword,
      });

      expect(await word(attempt)).toBe('new_password');
      expect(await word(firstSignIn(person))).toBe('accepted');
    });
});

describe('the service account of the command line', () => {
  it('signs in with the secret of a file that only its owner may read', async () => {
    const clientSecret = (await readFile(identity.serviceSecretFile, 'utf8')).trim();

    const verified = await verify(await clientCredentials({ issuer: issuer('yagura-staff'), clientId: 'yagura-cli', clientSecret }));

    expect(verified).toMatchObject({ subject: 'service-account-yagura-cli', organizationId: null, clientId: 'yagura-cli' });
    expect((await stat(identity.serviceSecretFile)).mode & 0o777).toBe(0o600);
  });
});

describe('a token', () => {
  it('that was changed is refused', async () => {
    const { accessToken } = await firstSignIn(await newPerson('yagura'));
    const [head, body, signature = ''] = accessToken.split('.');
    const claims: Record<string, unknown> = JSON.parse(Buffer.from(body ?? '', 'base64url').toString());
    const changed = Buffer.from(JSON.stringify({ ...claims, sub: newId() })).toString('base64url');

    expect(await word(verifierFor().verify(`${head}.${changed}.${signature}`))).toBe('signature');
  });

  it('for the gateway is refused elsewhere, and an ID token is no access token', async () => {
    const { accessToken, idToken = '' } = await firstSignIn(await newPerson('yagura'));

    expect(await word(verifierFor('billing').verify(accessToken))).toBe('audience');
    expect(await word(verifierFor('yagura-portal').verify(idToken))).toBe('type');
  });

  it('says who it is at the userinfo endpoint, while the person is enabled', async () => {
    const person = await newPerson('yagura');
    const { accessToken } = await firstSignIn(person);
    const ask = (): Promise<Response> =>
      fetch(`${issuer('yagura')}/protocol/openid-connect/userinfo`, { headers: { authorization: `Bearer ${accessToken}` } });

    expect(await (await ask()).json()).toMatchObject({ sub: person.subject, preferred_username: person.username, name: '青井 葵' });
    await identity.admin.disableUser(person.subject);
    expect((await ask()).status).toBe(401);
  });
});

describe('what is stored', () => {
  it('holds no password, code, or refresh token in clear', async () => {
    const person = await newPerson('yagura');
    const tokens = await firstSignIn(person);
    const { rows } = await store.query(
      `select (select json_agg(r) from identity.oidc_record r)::text || (select json_agg(c) from identity.credential c)::text
         || (select json_agg(c) from identity.client c)::text as everything`, []);
    const everything = String(rows[0]?.everything);

    for (const secret of [tokens.refreshToken ?? 'x', CHOSEN, person.oneTimePassword, (await readFile(identity.serviceSecretFile, 'utf8')).trim()]) {
      expect(everything).not.toContain(secret);
    }
  });

  it('lets sessions and keys survive a restart', async () => {
    const person = await newPerson('yagura');
    const tokens = await firstSignIn(person);
    const port = Number(new URL(identity.url).port);
    await identity.stop();
    identity = await startIdentityInChild({ host: '127.0.0.1', port, store, keysDir, clients: portalClients({ consoleUrl: CONSOLE, portalUrl: WEB }) });

    expect((await verify(tokens)).subject).toBe(person.subject);
    expect((await verify(await refresh(person, tokens))).subject).toBe(person.subject);
  });

  it('refuses nobody while it starts: who comes too early is told to come again', async () => {
    const { server, port } = await listening();
    await new Promise((resolve) => { server.close(resolve); });
    const folder = await mkdtemp(join(tmpdir(), 'yagura-identity-'));
    const began = { isUp: false };
    const starting = startIdentityInChild({ host: '127.0.0.1', port, store, keysDir: folder }).finally(() => { began.isUp = true; });
    const statuses = new Set<number>();
    while (!began.isUp) {
      // Before the port is open nobody answers at all.
      const status = await fetch(`${issuerOf(`http://127.0.0.1:${port}`, 'yagura-staff')}/protocol/openid-connect/certs`).then((response) => response.status, () => 503);
      statuses.add(status);
    }
    await (await starting).stop();
    await rm(folder, { recursive: true, force: true });

    expect([...statuses].filter((status) => status !== 200 && status !== 503)).toEqual([]);
    expect(statuses).toContain(503);
  });

  it('does not start on a port that is taken', async () => {
    const { server: taken, port } = await listening();

    await expect(startIdentityInChild({ host: '127.0.0.1', port, store, keysDir })).rejects.toThrow('EADDRINUSE');
    taken.close();
  });
});

async function listening(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const address = server.address();
  return { server, port: typeof address === 'object' && address !== null ? address.port : 0 };
}
