/// <reference types="jest" />
import { newId } from '@yagura/kernel';
import { signInWithPassword } from '../sign-in/sign-in-with-password';
import { clientCredentials, refreshTokens, type TokenSet } from '../sign-in/token-request';
import { TokenVerifier, type VerifiedToken } from '../verifier';
import { GATEWAY_AUDIENCE, serviceAccountOf } from './clients';
import type { IdentityAdmin, UserFacts } from './port';
import { issuerOf, type Realm } from './realm';
import { trustedIssuers } from './trusted-issuers';

/** A running provider, embedded or not, as the contract needs it. */
export interface IdentityUnderTest {
  readonly url: string;
  readonly admin: IdentityAdmin;
  /** Secret of the service client `yagura-cli`. */
  readonly serviceSecret: string;
}

const CHOSEN = 'correct horse battery staple';
const CLIENT = { clientId: 'yagura-cli-login', redirectUri: 'http://127.0.0.1:49321/callback' };

/** What every identity provider of Yagura must do; run against each adapter. */
export function identityContract(name: string, provider: () => IdentityUnderTest): void {
  describe(`the identity port over ${name}`, () => {
    const verify = (token: string): Promise<VerifiedToken> => new TokenVerifier({ issuers: trustedIssuers(provider().url), audience: GATEWAY_AUDIENCE }).verify(token);
    const factsOf = (realm: Realm): UserFacts => {
      const id = newId();
      return { realm, id, username: `contract-${id.slice(-8)}`, email: `${id}@example.jp`, name: '青井 葵', locale: 'ja' };
    };
    const signIn = (facts: UserFacts, password: string, newPassword?: string): Promise<TokenSet> =>
      signInWithPassword({ issuer: issuerOf(provider().url, facts.realm), ...CLIENT, username: facts.username, password, newPassword });

    it.each(['yagura', 'yagura-staff'] as const)('lets a person of %s in by a one-time password that must be replaced', async (realm) => {
      const facts = factsOf(realm);
      const { subject, oneTimePassword = '' } = await provider().admin.ensureUser(facts);

      const { accessToken } = await signIn(facts, oneTimePassword, CHOSEN);

      expect(await verify(accessToken)).toMatchObject({ subject, issuer: issuerOf(provider().url, realm), username: facts.username });
      await expect(signIn(facts, oneTimePassword, CHOSEN)).rejects.toThrow();
      expect(await verify((await signIn(facts, CHOSEN)).accessToken)).toMatchObject({ subject });
    });

    it('names the one organization of a client company’s person by its id, and none once the person left it', async () => {
      const { admin } = provider();
      const [facts, organization] = [factsOf('yagura'), { id: newId(), alias: `contract-${newId().slice(-8)}`, name: 'Hinode K.K.' }];
      const { subject, oneTimePassword = '' } = await admin.ensureUser(facts);
      const { organizationId } = await admin.ensureOrganization(organization);
      await admin.ensureMember(organizationId, subject);
      const member = await verify((await signIn(facts, oneTimePassword, CHOSEN)).accessToken);
      await admin.removeMember(organizationId, subject);

      expect(member.organizationId).toBe(organization.id);
      expect((await verify((await signIn(facts, CHOSEN)).accessToken)).organizationId).toBeNull();
    });

    it('changes nothing when the same facts are told again', async () => {
      const { admin } = provider();
      const [facts, organization] = [factsOf('yagura'), { id: newId(), alias: `contract-${newId().slice(-8)}`, name: 'Hinode K.K.' }];
      const first = await admin.ensureUser(facts);

      const again = await admin.ensureUser(facts);

      expect(again).toEqual({ subject: first.subject });
      expect(await admin.ensureOrganization(organization)).toEqual(await admin.ensureOrganization(organization));
    });

    it('renews a person’s tokens until the person is disabled', async () => {
      const { admin } = provider();
      const facts = factsOf('yagura-staff');
      const { subject, oneTimePassword = '' } = await admin.ensureUser(facts);
      const { refreshToken = '' } = await signIn(facts, oneTimePassword, CHOSEN);
      const issuer = issuerOf(provider().url, facts.realm);
      const renewed = await refreshTokens({ issuer, clientId: CLIENT.clientId, refreshToken });
      await admin.disableUser(subject);

      expect(await verify(renewed.accessToken)).toMatchObject({ subject });
      await expect(refreshTokens({ issuer, clientId: CLIENT.clientId, refreshToken: renewed.refreshToken ?? refreshToken })).rejects.toThrow();
      await expect(signIn(facts, CHOSEN)).rejects.toThrow();
    });

    it('gives the service client a token of its own, and none for a wrong secret', async () => {
      const issuer = issuerOf(provider().url, 'yagura-staff');

      const { accessToken } = await clientCredentials({ issuer, clientId: 'yagura-cli', clientSecret: provider().serviceSecret });

      expect(await verify(accessToken)).toMatchObject({ subject: serviceAccountOf('yagura-cli'), organizationId: null });
      await expect(clientCredentials({ issuer, clientId: 'yagura-cli', clientSecret: `${provider().serviceSecret}x` })).rejects.toThrow();
    });

    it('gives a partner’s program in the customers’ realm tokens for its newest secret alone, and none once it was removed', async () => {
      const { admin } = provider();
      const [issuer, clientId] = [issuerOf(provider().url, 'yagura'), `partner-${newId().slice(-12)}`];
      const withSecret = (secret: string): Promise<{ subject: string | null }> => admin.ensureClient({ realm: 'yagura', clientId, kind: 'service', name: 'Minato', secret });
      const tokenFor = (clientSecret: string): Promise<TokenSet> => clientCredentials({ issuer, clientId, clientSecret });
      const [first, second] = [`first-${newId()}`, `second-${newId()}`];
      const { subject } = await withSecret(first);

      expect(await verify((await tokenFor(first)).accessToken)).toMatchObject({ subject, issuer, clientId, organizationId: null });
      expect(await withSecret(second)).toEqual({ subject });
      await expect(tokenFor(first)).rejects.toThrow();
      expect(await verify((await tokenFor(second)).accessToken)).toMatchObject({ subject });
      await admin.removeClient('yagura', clientId);
      await admin.removeClient('yagura', clientId);
      await expect(tokenFor(second)).rejects.toThrow();
    });
  });
}
