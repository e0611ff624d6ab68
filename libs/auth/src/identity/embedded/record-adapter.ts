import { createHash } from 'node:crypto';
import type { AdapterPayload } from 'oidc-provider' with { 'resolution-mode': 'import' };
import { isRecord } from '../../strict-json';
import type { IdentityStore } from '../identity-store';
import type { Realm } from '../realm';

/** A browser's cookie value is signed, so these two may keep their id, which the protocol library needs back from `findByUid`. */
const KEEPS_ID = new Set(['Session', 'Interaction']);

/**
 * One model of the protocol's state in table `identity.oidc_record`. The id of a refresh token or a code is the secret itself, so
 * only its hash is stored. Expired rows are not found; `purgeRecords` removes them.
 */
export class RecordAdapter {
  constructor(private readonly store: IdentityStore, private readonly realm: Realm, private readonly model: string) {}

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const { jti, ...rest } = payload;
    await this.store.query(
      `insert into identity.oidc_record (realm, model, id_hash, payload, account, grant_id, uid, user_code, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, now() + make_interval(secs => $9))
       on conflict (realm, model, id_hash) do update set payload = excluded.payload, account = excluded.account,
         grant_id = excluded.grant_id, uid = excluded.uid, user_code = excluded.user_code, expires_at = excluded.expires_at`,
      [this.realm, this.model, hashOf(id), JSON.stringify(KEEPS_ID.has(this.model) ? { ...rest, jti } : rest), payload.accountId ?? null,
        payload.grantId ?? null, payload.uid ?? null, payload.userCode ?? null, expiresIn ?? null]);
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const { rows } = await this.store.query(
      `select payload, extract(epoch from consumed_at)::int as consumed from identity.oidc_record
       where realm = $1 and model = $2 and id_hash = $3 and (expires_at is null or expires_at > now())`,
      [this.realm, this.model, hashOf(id)]);
    const found = toPayload(rows[0]);
    return found === undefined ? undefined : { ...found, jti: id };
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    const { rows } = await this.store.query(
      `select payload, extract(epoch from consumed_at)::int as consumed from identity.oidc_record
       where realm = $1 and model = $2 and uid = $3 and (expires_at is null or expires_at > now())`, [this.realm, this.model, uid]);
    return toPayload(rows[0]);
  }

  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    const { rows } = await this.store.query(
      `select payload, extract(epoch from consumed_at)::int as consumed from identity.oidc_record
       where realm = $1 and model = $2 and user_code = $3 and (expires_at is null or expires_at > now())`,
      [this.realm, this.model, userCode]);
    return toPayload(rows[0]);
  }

  async consume(id: string): Promise<void> {
    await this.store.query(
      'update identity.oidc_record set consumed_at = now() where realm = $1 and model = $2 and id_hash = $3 and consumed_at is null',
      [this.realm, this.model, hashOf(id)]);
  }

  async destroy(id: string): Promise<void> {
    await this.store.query(
      'delete from identity.oidc_record where realm = $1 and model = $2 and id_hash = $3', [this.realm, this.model, hashOf(id)]);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.store.query(
      'delete from identity.oidc_record where realm = $1 and model = $2 and grant_id = $3', [this.realm, this.model, grantId]);
  }
}

/** Ends everything a person holds in any realm: sessions, grants, codes, refresh tokens. */
export async function endSessions(store: IdentityStore, subject: string): Promise<void> {
  await store.query('delete from identity.oidc_record where account = $1', [subject]);
}

/** Removes what is over: protocol state at its end, login attempts after 30 days. */
export async function purgeRecords(store: IdentityStore): Promise<void> {
  await store.query('delete from identity.oidc_record where expires_at < now()', []);
  await store.query("delete from identity.login_attempt where at < now() - interval '30 days'", []);
}

const hashOf = (id: string): string => createHash('sha256').update(id).digest('base64url');

function toPayload(row: Readonly<Record<string, unknown>> | undefined): AdapterPayload | undefined {
  if (row === undefined || !isRecord(row.payload)) return undefined;
  return typeof row.consumed === 'number' ? { ...row.payload, consumed: row.consumed } : row.payload;
}
