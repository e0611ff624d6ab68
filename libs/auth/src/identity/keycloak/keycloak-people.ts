import { randomBytes } from 'node:crypto';
import { Conflict, NotFound, type Clock } from '@yagura/kernel';
import { z } from 'zod';
import { newOneTimePassword } from '../embedded/password';
import type { UserFacts } from '../port';
import { REALMS, type Realm } from '../realm';
import type { AdminHttp } from './admin-http';
import { ONE_TIME, ONE_TIME_UNTIL, USER_ID } from './realm-representation';

const ONE_TIME_SEC = 72 * 3_600;
const PAGE = 50;

const person = z.object({
  id: z.string(), username: z.string(), email: z.string().optional(), firstName: z.string().optional(),
  attributes: z.record(z.string(), z.array(z.string())).default({}), requiredActions: z.array(z.string()).default([]),
});
type Person = z.infer<typeof person>;

/** People's accounts in Keycloak. A person is found by our own id, which is an attribute that only administrators see. */
export class KeycloakPeople {
  constructor(private readonly realms: Readonly<Record<Realm, AdminHttp>>, private readonly clock: Clock) {}

  async ensure(facts: UserFacts): Promise<{ subject: string; oneTimePassword?: string }> {
    const known = await this.find(facts);
    if (known !== undefined) return this.update(known, facts);
    const oneTimePassword = newOneTimePassword();
    // Account and password in one request, so that no crash leaves an account without the password that is handed over.
    const { status, madeId } = await this.realms[facts.realm].ask({
      method: 'POST', path: ['users'], also: [409],
      body: {
        ...accountOf(facts), attributes: { ...attributesOf(facts), ...this.oneTimeMark() }, enabled: true,
        credentials: [{ type: 'password', value: oneTimePassword, temporary: true }],
      },
    });
    if (status !== 409 && madeId !== null) return { subject: madeId, oneTimePassword };
    const other = await this.find(facts);
    if (other === undefined) throw usernameTaken();
    return this.update(other, facts);
  }

  async resetPassword(subject: string): Promise<{ oneTimePassword: string }> {
    const oneTimePassword = newOneTimePassword();
    const { http, found } = await this.take(subject);
    // The mark comes first: a password that is stored always has an end.
    await this.saveAttributes(http, found, { ...found.attributes, ...this.oneTimeMark() });
    await setPassword(http, subject, oneTimePassword);
    await endSessions(http, subject);
    return { oneTimePassword };
  }

  /** Disabled first, then signed out: the other way round a new session could slip in between. */
  async setEnabled(subject: string, isEnabled: boolean): Promise<void> {
    const { http } = await this.take(subject);
    await http.ask({ method: 'PUT', path: ['users', subject], body: { enabled: isEnabled } });
    if (!isEnabled) await endSessions(http, subject);
  }

  /** Keycloak lets a temporary password live for ever; this replaces those that nobody used in 72 hours by one that nobody knows. */
  async endOverduePasswords(): Promise<number> {
    let ended = 0;
    for (const realm of REALMS) {
      for (const open of await this.withOpenPassword(this.realms[realm])) {
        const isUnused = open.requiredActions.includes('UPDATE_PASSWORD');
        if (isUnused && Number(open.attributes[ONE_TIME_UNTIL]?.[0]) > this.nowSec()) continue;
        if (isUnused) await setPassword(this.realms[realm], open.id, randomBytes(48).toString('base64url'));
        const { [ONE_TIME]: _mark, [ONE_TIME_UNTIL]: _until, ...attributes } = open.attributes;
        await this.saveAttributes(this.realms[realm], open, attributes);
        if (isUnused) ended += 1;
      }
    }
    return ended;
  }

  private async find({ realm, id }: UserFacts): Promise<Person | undefined> {
    const { body } = await this.realms[realm].ask({ method: 'GET', path: ['users'], query: { q: `${USER_ID}:${id}`, max: '2', briefRepresentation: 'false' } });
    return z.array(person).parse(body).find(({ attributes }) => attributes[USER_ID]?.[0] === id);
  }

  private async update(known: Person, facts: UserFacts): Promise<{ subject: string }> {
    const wanted = accountOf(facts);
    const attributes = { ...known.attributes, ...attributesOf(facts) };
    const isSame = known.username === wanted.username && known.email === wanted.email && known.firstName === wanted.firstName
      && known.attributes.locale?.[0] === facts.locale;
    if (!isSame) {
      const { status } = await this.realms[facts.realm].ask({ method: 'PUT', path: ['users', known.id], body: { ...wanted, attributes }, also: [409] });
      if (status === 409) throw usernameTaken();
    }
    return { subject: known.id };
  }

  /** A subject does not say its realm, and ids are unique over both. */
  private async take(subject: string): Promise<{ http: AdminHttp; found: Person }> {
    for (const realm of REALMS) {
      const { status, body } = await this.realms[realm].ask({ method: 'GET', path: ['users', subject], also: [404] });
      if (status !== 404) return { http: this.realms[realm], found: person.parse(body) };
    }
    throw new NotFound('user');
  }

  private async withOpenPassword(http: AdminHttp): Promise<readonly Person[]> {
    const open: Person[] = [];
    for (;;) {
      const query = { q: `${ONE_TIME}:open`, first: String(open.length), max: String(PAGE), briefRepresentation: 'false' };
      const page = z.array(person).parse((await http.ask({ method: 'GET', path: ['users'], query })).body);
      open.push(...page);
      if (page.length < PAGE) return open;
    }
  }

  private async saveAttributes(http: AdminHttp, { id, username, email, firstName }: Person, attributes: Person['attributes']): Promise<void> {
    await http.ask({ method: 'PUT', path: ['users', id], body: { username, email, firstName, attributes } });
  }

  private oneTimeMark(): Person['attributes'] {
    return { [ONE_TIME]: ['open'], [ONE_TIME_UNTIL]: [String(this.nowSec() + ONE_TIME_SEC)] };
  }

  private nowSec(): number { return Math.floor(this.clock.now().getTime() / 1000); }
}

/** Ends a person's sessions and with them the refresh tokens; access tokens live out their 300 seconds. A person who is gone has none. */
export async function endSessions(http: AdminHttp, subject: string): Promise<void> {
  await http.ask({ method: 'POST', path: ['users', subject, 'logout'], also: [404] });
}

async function setPassword(http: AdminHttp, subject: string, value: string): Promise<void> {
  await http.ask({ method: 'PUT', path: ['users', subject, 'reset-password'], body: { type: 'password', value, temporary: true } });
}

/** The whole name is kept in one field: many names have no first and last part. */
const accountOf = ({ username, email, name }: UserFacts) => ({ username: username.normalize('NFKC').trim().toLowerCase(), email: email.toLowerCase(), firstName: name, lastName: '' });
const attributesOf = ({ id, locale }: UserFacts): Person['attributes'] => ({ [USER_ID]: [id], locale: [locale] });
const usernameTaken = (): Conflict => new Conflict('This user name is taken.', { slug: 'identity.username_taken' });
