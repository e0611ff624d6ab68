import type { IdentityStore } from '../identity-store';
import type { Realm } from '../realm';
import { nameHash } from './account';

/** One try at the login page: who is claimed to be signing in, and from where. */
export interface Attempt {
  readonly realm: Realm;
  readonly username: string;
  readonly address: string;
}

/** Per name and address; a person mistypes a few times, a guesser needs thousands. */
const MAX_OF_PAIR = 5;
/** Per address, over all names: many people may share an office's address. */
const MAX_OF_ADDRESS = 50;
/** Per name, over all addresses; an address from which this name signed in before is let through, so a flood locks nobody out. */
const MAX_OF_NAME = 100;

/**
 * Counts a try as failed before the password is looked at, so that many at once are counted too; null when tries of this kind
 * failed too often within a quarter of an hour, and then the password must not be looked at.
 */
export async function beginAttempt(store: IdentityStore, attempt: Attempt): Promise<string | null> {
  const { rows } = await store.query(
    `with recent as (
       select realm = $1 and account_hash = $2 as of_name, address = $3 as of_address from identity.login_attempt
       where at > now() - interval '15 minutes' and not succeeded and ((realm = $1 and account_hash = $2) or address = $3)),
     counted as (
       select count(*) filter (where of_name and of_address) as pair, count(*) filter (where of_address) as address,
              count(*) filter (where of_name) as name from recent),
     allowed as (
       select from counted where pair < $4 and address < $5 and (name < $6 or exists (
         select from identity.login_attempt
         where realm = $1 and account_hash = $2 and login_attempt.address = $3 and succeeded and at > now() - interval '30 days')))
     insert into identity.login_attempt (realm, account_hash, address, succeeded)
     select $1, $2, $3, false from allowed returning id::text`,
    [attempt.realm, nameHash(attempt.username), attempt.address, MAX_OF_PAIR, MAX_OF_ADDRESS, MAX_OF_NAME]);
  const id = rows[0]?.id;
  return typeof id === 'string' ? id : null;
}

export async function markSucceeded(store: IdentityStore, attemptId: string): Promise<void> {
  await store.query('update identity.login_attempt set succeeded = true where id = $1', [attemptId]);
}
