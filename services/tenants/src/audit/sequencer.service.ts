import { Inject, Injectable } from '@nestjs/common';
import { asId, deterministicId, forSystem, type TenantContext, type TenantId } from '@yagura/kernel';
import { SystemDb, type SystemTx } from '@yagura/db';
import { appendToChain, encryptDetails, startOfChain, type ChainHead } from '@yagura/proof';
import { AUDIT_DB } from '../ports';
import { bodyOf, LIST_VIEWED, type StoredEntry } from './audit-entry';
import { addEntries, chainHeads, isOnlySequencer, saveHeads, saveLinks, saveSpread, unnumbered, unspread, type Link, type ListAccess } from './chain.repository';
import { KeyRing } from './key-ring.service';

const AT_ONCE = 500;
const LOOKS_AT_ONCE = 20;

/**
 * Gives committed audit entries their number and their hash, without gaps per tenant (ADR 0009), and tells each tenant of the lists in
 * which it was looked at. It reads ciphertext only; for the looks, which it writes itself, it seals under the tenant's own key.
 */
@Injectable()
export class SequencerService {
  constructor(@Inject(AUDIT_DB) private readonly db: SystemDb, private readonly keys: KeyRing) {}

  /** One round over everything that waits; true when there may be more. */
  async round(ctx: TenantContext): Promise<boolean> {
    const spread = await this.spread(ctx);
    const numbered = await this.number(ctx);
    return spread === LOOKS_AT_ONCE || numbered === AT_ONCE;
  }

  /** Numbers and chains; answers how many. */
  async number(_ctx: TenantContext): Promise<number> {
    return this.db.transaction(async (tx) => {
      if (!(await isOnlySequencer(tx))) return 0;
      const waiting = await unnumbered(tx, AT_ONCE);
      if (waiting.length === 0) return 0;
      const heads = await chainHeads(tx, [...new Set(waiting.map(({ tenantId }) => tenantId))]);
      const links = waiting.map((entry) => link(heads, entry));
      await saveLinks(tx, links);
      await saveHeads(tx, [...heads.values()]);
      return links.length;
    });
  }

  /** Tells tenants of the looks at lists; the entry's id follows from look and tenant, so a repeat adds none. Answers how many looks. */
  async spread(ctx: TenantContext): Promise<number> {
    const looks = await this.db.sql<{ waiting: boolean }>('select exists (select from audit.list_access where spread_at is null) as waiting');
    if (looks[0]?.waiting !== true) return 0;
    return this.db.transaction(async (tx) => {
      if (!(await isOnlySequencer(tx))) return 0;
      const waiting = await unspread(tx, LOOKS_AT_ONCE);
      for (const look of waiting) await this.tell(tx, look, ctx);
      return waiting.length;
    });
  }

  private async tell(tx: SystemTx, look: ListAccess, ctx: TenantContext): Promise<void> {
    const scope = look.scope.map((tenantId) => asId<'tenant'>(tenantId));
    const known = await this.keys.newest({ ...ctx, readScope: scope });
    const entries: StoredEntry[] = [];
    for (const tenantId of scope) {
      entries.push(entryFor(look, tenantId, known.get(tenantId) ?? await this.keys.orFirst(forSystem(tenantId, 'tenants', ctx.correlationId))));
    }
    await addEntries(tx, entries);
    await saveSpread(tx, look);
  }
}

type DataKey = Awaited<ReturnType<KeyRing['orFirst']>>;

/** Puts the entry behind its tenant's head and moves the head. */
function link(heads: Map<string, ChainHead>, entry: StoredEntry): Link {
  const head = heads.get(entry.tenantId) ?? startOfChain(entry.tenantId);
  const chained = appendToChain(head, bodyOf(entry));
  heads.set(entry.tenantId, { tenantId: chained.tenantId, sequence: chained.sequence, hash: chained.hash });
  return { id: entry.id, previous: head.hash, entry: chained };
}

function entryFor(look: ListAccess, tenantId: TenantId, key: DataKey): StoredEntry {
  const id = deterministicId('list access', look.tenantId, look.id, tenantId);
  const details = encryptDetails(key, { tenantId, table: 'audit.entry', column: 'details', rowId: id }, JSON.stringify({ actorName: look.actorName, list: look.list }));
  return {
    tenantId, id, service: look.service, at: look.at, actorKind: 'user', actorId: look.actorId, audience: 'staff', action: LIST_VIEWED, objectKind: 'list',
    objectId: look.list, correlationId: look.correlationId, details, keyVersion: key.version,
  };
}
