import { Conflict, InvalidInput, newId, NotFound } from '@yagura/kernel';
import { serviceAccountOf } from '../clients';
import type { IdentityStore } from '../identity-store';
import type { ClientFacts, IdentityAdmin, OrganizationFacts, UserFacts } from '../port';
import type { Realm } from '../realm';
import { normalName } from './account';
import { clientSecretHash } from './client';
import { hashPassword, newOneTimePassword } from './password';
import { endSessions } from './record-adapter';

const ONE_TIME_HOURS = 72;
const MIN_SECRET = 32;

/**
 * The embedded provider's side of IdentityAdmin. It works on the tables alone, so it serves any process that reaches the database;
 * each change is one statement and therefore whole or not there.
 */
export class EmbeddedAdmin implements IdentityAdmin {
  constructor(private readonly store: IdentityStore) {}

  async ensureOrganization({ id, alias, name }: OrganizationFacts): Promise<{ organizationId: string }> {
    await this.orConflict(this.store.query(
      `insert into identity.organization (id, alias, name) values ($1, $2, $3)
       on conflict (id) do update set alias = excluded.alias, name = excluded.name`, [id, alias, name]), 'organization alias');
    return { organizationId: id };
  }

  async removeOrganization(organizationId: string): Promise<void> {
    await this.store.query(
      `with gone as (delete from identity.organization where id = $1),
            member as (select subject::text from identity.organization_member where organization_id = $1)
       delete from identity.oidc_record where account in (select subject from member)`, [organizationId]);
  }

  async ensureUser(facts: UserFacts): Promise<{ subject: string; oneTimePassword?: string }> {
    const known = await this.update(facts);
    if (known !== null) return { subject: known };
    const oneTimePassword = newOneTimePassword();
    const subject = await this.insert(facts, oneTimePassword);
    if (subject !== null) return { subject, oneTimePassword };
    const other = await this.update(facts);
    if (other === null) throw new Conflict('This user name is taken.', { slug: 'identity.username_taken' });
    return { subject: other };
  }

  async resetPassword(subject: string): Promise<{ oneTimePassword: string }> {
    const oneTimePassword = newOneTimePassword();
    const { params, salt, hash } = await hashPassword(oneTimePassword);
    const { rows } = await this.store.query(
      `insert into identity.credential (subject, scheme, params, salt, hash, is_one_time, expires_at)
       select subject, 'scrypt', $2, $3, $4, true, now() + make_interval(hours => $5) from identity.account where subject::text = $1
       on conflict (subject) do update set params = excluded.params, salt = excluded.salt, hash = excluded.hash, is_one_time = true,
         expires_at = excluded.expires_at, changed_at = now()
       returning subject`, [subject, JSON.stringify(params), salt, hash, ONE_TIME_HOURS]);
    if (rows.length === 0) throw new NotFound('user');
    await endSessions(this.store, subject);
    return { oneTimePassword };
  }

  async disableUser(subject: string): Promise<void> {
    await this.setEnabled(subject, false);
    await endSessions(this.store, subject);
  }

  async enableUser(subject: string): Promise<void> {
    await this.setEnabled(subject, true);
  }

  async ensureMember(organizationId: string, subject: string): Promise<void> {
    const { rows } = await this.store.query(
      `insert into identity.organization_member (organization_id, subject)
       select o.id, a.subject from identity.organization o, identity.account a
       where o.id = $1 and a.subject = $2 and a.realm = 'yagura'
       on conflict (organization_id, subject) do update set subject = excluded.subject returning subject`, [organizationId, subject]);
    if (rows.length === 0) throw new NotFound('user or organization');
  }

  async removeMember(organizationId: string, subject: string): Promise<void> {
    await this.store.query(
      'delete from identity.organization_member where organization_id = $1 and subject = $2', [organizationId, subject]);
    await endSessions(this.store, subject);
  }

  async ensureClient(facts: ClientFacts): Promise<{ subject: string | null }> {
    const isService = facts.kind === 'service';
    if (isService !== (facts.secret !== undefined) || (facts.secret ?? '').length < (isService ? MIN_SECRET : 0)) {
      throw new InvalidInput('A service client needs a secret of 32 characters, another client none.', { slug: 'identity.client_secret' });
    }
    await this.store.query(
      `insert into identity.client (realm, client_id, kind, name, redirect_uris, post_logout_redirect_uris, secret_hash)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (realm, client_id) do update set kind = excluded.kind, name = excluded.name, redirect_uris = excluded.redirect_uris,
         post_logout_redirect_uris = excluded.post_logout_redirect_uris, secret_hash = excluded.secret_hash, updated_at = now()`,
      [facts.realm, facts.clientId, facts.kind, facts.name, facts.redirectUris ?? [], facts.postLogoutRedirectUris ?? [],
        facts.secret === undefined ? null : clientSecretHash(facts.secret)]);
    return { subject: isService ? serviceAccountOf(facts.clientId) : null };
  }

  async removeClient(realm: Realm, clientId: string): Promise<void> {
    await this.store.query('delete from identity.client where realm = $1 and client_id = $2', [realm, clientId]);
  }

  private async update(facts: UserFacts): Promise<string | null> {
    const { rows } = await this.orConflict(this.store.query(
      `update identity.account set username = $3, email = $4, name = $5, locale = $6, updated_at = now()
       where realm = $1 and user_id = $2 returning subject::text`,
      [facts.realm, facts.id, normalName(facts.username), facts.email, facts.name, facts.locale]), 'username');
    const subject = rows[0]?.subject;
    return typeof subject === 'string' ? subject : null;
  }

  /** Account and password in one statement; null when the id or the name was taken in between. */
  private async insert(facts: UserFacts, oneTimePassword: string): Promise<string | null> {
    const { params, salt, hash } = await hashPassword(oneTimePassword);
    const { rows } = await this.store.query(
      `with made as (
         insert into identity.account (subject, realm, user_id, username, email, name, locale)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning subject)
       insert into identity.credential (subject, scheme, params, salt, hash, is_one_time, expires_at)
       select subject, 'scrypt', $8, $9, $10, true, now() + make_interval(hours => $11) from made returning subject::text`,
      [newId(), facts.realm, facts.id, normalName(facts.username), facts.email, facts.name, facts.locale,
        JSON.stringify(params), salt, hash, ONE_TIME_HOURS]);
    const subject = rows[0]?.subject;
    return typeof subject === 'string' ? subject : null;
  }

  private async setEnabled(subject: string, isEnabled: boolean): Promise<void> {
    const { rows } = await this.store.query(
      'update identity.account set is_enabled = $2, updated_at = now() where subject::text = $1 returning subject', [subject, isEnabled]);
    if (rows.length === 0) throw new NotFound('user');
  }

  /** 23505 is PostgreSQL's code for a value that must be unique and is not. */
  private async orConflict<Result>(statement: Promise<Result>, what: string): Promise<Result> {
    try {
      return await statement;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === '23505')) throw error;
      throw new Conflict(`This ${what} is taken.`, { slug: `identity.${what.replace(' ', '_')}_taken`, cause: error });
    }
  }
}
