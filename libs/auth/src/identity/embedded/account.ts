import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { IdentityStore } from '../identity-store';
import type { Realm } from '../realm';
import { hashPassword, type StoredPassword } from './password';

const accountRow = z.object({
  subject: z.string(), username: z.string(), email: z.string(), name: z.string(), locale: z.enum(['ja', 'en']),
  is_enabled: z.boolean(),
});
const passwordRow = z.object({
  params: z.object({ N: z.int(), r: z.int(), p: z.int() }), salt: z.instanceof(Uint8Array), hash: z.instanceof(Uint8Array),
  is_one_time: z.boolean(), is_over: z.boolean(),
});

/** Someone who can sign in. */
export interface Account {
  readonly subject: string;
  readonly username: string;
  readonly email: string;
  readonly name: string;
  readonly locale: 'ja' | 'en';
}

export interface AccountWithPassword extends Account {
  readonly password: StoredPassword;
  readonly isOneTime: boolean;
}

/** The enabled account of a subject, or null; UUIDs only, so a client's name as subject finds nobody. */
export async function findAccount(store: IdentityStore, realm: Realm, subject: string): Promise<Account | null> {
  const { rows } = await store.query(
    `select subject::text, username, email, name, locale, is_enabled from identity.account
     where realm = $1 and subject::text = $2 and is_enabled`, [realm, subject]);
  return rows[0] === undefined ? null : accountRow.parse(rows[0]);
}

/** The enabled account of a user name with its live password, or null: unknown, disabled and over look the same to the caller. */
export async function findByUsername(store: IdentityStore, realm: Realm, username: string): Promise<AccountWithPassword | null> {
  const { rows } = await store.query(
    `select a.subject::text, a.username, a.email, a.name, a.locale, a.is_enabled, c.params, c.salt, c.hash, c.is_one_time,
            coalesce(c.expires_at <= now(), false) as is_over
     from identity.account a join identity.credential c using (subject)
     where a.realm = $1 and a.username = $2 and a.is_enabled`, [realm, normalName(username)]);
  if (rows[0] === undefined) return null;
  const account = accountRow.parse(rows[0]);
  const { params, salt, hash, is_one_time: isOneTime, is_over: isOver } = passwordRow.parse(rows[0]);
  return isOver ? null : { ...account, password: { params, salt: Buffer.from(salt), hash: Buffer.from(hash) }, isOneTime };
}

/** Sets the password that the person chose, if the one-time password it replaces is still the one that was shown. */
export async function replaceOneTimePassword(store: IdentityStore, account: AccountWithPassword, password: string): Promise<boolean> {
  const { params, salt, hash } = await hashPassword(password);
  const { rows } = await store.query(
    `update identity.credential set params = $2, salt = $3, hash = $4, is_one_time = false, expires_at = null, changed_at = now()
     where subject::text = $1 and is_one_time and hash = $5 returning subject`,
    [account.subject, JSON.stringify(params), salt, hash, account.password.hash]);
  return rows.length === 1;
}

/** The spelling in which user names are stored and compared. */
export const normalName = (username: string): string => username.normalize('NFKC').trim().toLowerCase().slice(0, 128);

/** A user name as the record of login attempts keeps it. */
export const nameHash = (username: string): string => createHash('sha256').update(normalName(username)).digest('hex');
