import { createHash } from 'node:crypto';
import { newId, Unavailable } from '@yagura/kernel';
import { encryptDetails, newDataKey, unwrapKey, wrapKey, type VersionedKey } from '@yagura/proof';
import type { AuditFact, ListLook, TenantTx } from './tenant-tx';

const QUARTER_MS = 15 * 60_000;
const KEPT_KEYS = 1_000;

/** Writes audit rows inside the business transaction; the sequencer numbers and chains them after the commit (ADR 0009). */
export class AuditWriter {
  private readonly keys = new Map<string, VersionedKey>();

  constructor(private readonly service: string, private readonly installationKey: Buffer) {}

  async write(tx: TenantTx, fact: AuditFact): Promise<void> {
    const key = await this.keyOf(tx);
    const id = newId();
    const details = encryptDetails(key, { tenantId: tx.tenantId, table: 'audit.entry', column: 'details', rowId: id },
      JSON.stringify({ actorName: tx.actor.name, ...fact.details }));
    await tx.sql(
      `insert into audit.entry (tenant_id, id, service, actor_kind, actor_id, audience, action, object_kind, object_id, correlation_id, details, key_version)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [tx.tenantId, id, this.service, tx.actor.kind, tx.actor.id, tx.audience, fact.action, fact.objectKind, fact.objectId, tx.correlationId, details, key.version]);
  }

  async writeList(tx: TenantTx, look: ListLook): Promise<void> {
    const quarter = new Date(Math.floor(tx.now.getTime() / QUARTER_MS) * QUARTER_MS);
    const scope = [...tx.readScope].sort();
    const scopeHash = createHash('sha256').update(scope.join(',')).digest('hex').slice(0, 32);
    await tx.sql(
      `insert into audit.list_access (tenant_id, id, service, actor_id, actor_name, list, quarter, scope_hash, scope, correlation_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9::uuid[], $10) on conflict do nothing`,
      [tx.tenantId, newId(), this.service, tx.actor.id, tx.actor.name, look.list, quarter, scopeHash, scope, tx.correlationId]);
  }

  private async keyOf(tx: TenantTx): Promise<VersionedKey> {
    const kept = this.keys.get(tx.tenantId);
    if (kept !== undefined) return kept;
    const installation = installationKeyOf(this.installationKey);
    let [stored] = await tx.sql<{ version: number; wrapped: string }>('select version, wrapped from guard.current_data_key()');
    if (stored === undefined) {
      // The first act on a tenant is its making: whoever writes it gives the tenant its key; a second writer finds that one.
      await tx.sql('select guard.put_first_data_key($1)', [wrapKey(installation, tx.tenantId, newDataKey(1))]);
      [stored] = await tx.sql<{ version: number; wrapped: string }>('select version, wrapped from guard.current_data_key()');
    }
    if (stored === undefined) throw new Unavailable('The tenant’s audit key is not to be had, so nothing can be recorded.', { slug: 'audit.no_key' });
    const key = unwrapKey(installation, tx.tenantId, stored.version, stored.wrapped);
    if (this.keys.size >= KEPT_KEYS) this.keys.clear();
    // Kept only once the key is certainly stored: after a rollback the tenant would have another one.
    tx.afterCommit(() => { this.keys.set(tx.tenantId, key); });
    return key;
  }
}

/** The installation key in the form that `libs/proof` wants; it has one version until rotation is built. */
export const installationKeyOf = (bytes: Buffer): VersionedKey => ({ version: 1, bytes: new Uint8Array(bytes) });
