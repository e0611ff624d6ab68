import { newId } from '@yagura/kernel';
import { SignInRefused } from '../sign-in/sign-in.errors';
import { signInWithPassword } from '../sign-in/sign-in-with-password';
import { refreshTokens, type TokenSet } from '../sign-in/token-request';
import { TokenVerifier, type SecondOpinion, type VerifiedToken } from '../verifier';
import { GATEWAY_AUDIENCE } from './clients';
import type { IdentityAdmin, OrganizationFacts, UserFacts } from './port';
import { issuerOf, type Realm } from './realm';
import { trustedIssuers } from './trusted-issuers';

/** A running provider, embedded or not, as the contract needs it. */
export interface IdentityUnderTest {
  readonly url: string;
  readonly admin: IdentityAdmin;
  /** Secret of the service client `yagura-cli`. */
  readonly serviceSecret: string;
  readonly secondOpinion?: SecondOpinion;
}

/** A password that people of the contract choose. */
export const CHOSEN = 'correct horse battery staple';
const CLIENT = { clientId: 'yagura-cli-login', redirectUri: 'http://127.0.0.1:49321/callback' };

export interface Person extends UserFacts {
  readonly subject: string;
  readonly oneTimePassword: string;
}

/** People and companies of a provider under test, and what they do there; each call makes or uses its own. */
export class IdentityWorld {
  constructor(private readonly provider: () => IdentityUnderTest) {}

  get admin(): IdentityAdmin { return this.provider().admin; }

  issuer(realm: Realm): string { return issuerOf(this.provider().url, realm); }

  facts(realm: Realm): UserFacts {
    const id = newId();
    return { realm, id, username: `contract-${id.slice(-8)}`, email: `${id}@example.jp`, name: '青井 葵', locale: 'ja' };
  }

  async person(realm: Realm): Promise<Person> {
    const facts = this.facts(realm);
    const { subject, oneTimePassword = '' } = await this.admin.ensureUser(facts);
    return { ...facts, subject, oneTimePassword };
  }

  async company(...members: readonly Person[]): Promise<OrganizationFacts> {
    const id = newId();
    const facts = { id, alias: `contract-${id.slice(-8)}`, name: 'Hinode K.K.' };
    const { organizationId } = await this.admin.ensureOrganization(facts);
    for (const { subject } of members) await this.admin.ensureMember(organizationId, subject);
    return facts;
  }

  /** With the one-time password, choosing another. */
  firstSignIn(person: Person, newPassword = CHOSEN): Promise<TokenSet> {
    return this.signInAs(person, { password: person.oneTimePassword, newPassword });
  }

  signIn(person: UserFacts, scope?: string): Promise<TokenSet> { return this.signInAs(person, { password: CHOSEN, scope }); }

  signInAs({ realm, username }: UserFacts, how: { password: string; newPassword?: string; scope?: string }): Promise<TokenSet> {
    return signInWithPassword({ issuer: this.issuer(realm), ...CLIENT, username, ...how });
  }

  refresh({ realm }: UserFacts, { refreshToken = '' }: TokenSet): Promise<TokenSet> {
    return refreshTokens({ issuer: this.issuer(realm), clientId: CLIENT.clientId, refreshToken });
  }

  verify({ accessToken }: TokenSet): Promise<VerifiedToken> {
    const { url, secondOpinion } = this.provider();
    return new TokenVerifier({ issuers: trustedIssuers(url), audience: GATEWAY_AUDIENCE, secondOpinion }).verify(accessToken);
  }
}

/** `accepted`, or the provider's word for why not. */
export const word = (outcome: Promise<unknown>): Promise<string> => outcome.then(() => 'accepted', (error: unknown) => {
  if (error instanceof SignInRefused) return error.reason;
  throw error;
});
