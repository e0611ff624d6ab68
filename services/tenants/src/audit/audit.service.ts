import { Injectable } from '@nestjs/common';
import { InvalidInput, type TenantContext } from '@yagura/kernel';
import type { Page } from '@yagura/contracts';
import { TenantDb } from '@yagura/db';
import { decryptDetails, startOfChain, Unreadable, verifyChain, type ChainHead, type ChainVerdict } from '@yagura/proof';
import { cursorAfter, keyBehind } from '@yagura/runtime';
import { inTenant } from '../tenant/tenant-scope';
import { isForCustomers, toChained, type LinkedEntry } from './audit-entry';
import { entriesAfter, noteOfHead } from './audit.repository';
import { KeyRing } from './key-ring.service';

const AT_ONCE = 500;

/** An entry as its reader gets it. */
export interface ReadEntry extends LinkedEntry {
  readonly actorName: string | null;
  readonly readable: Readonly<Record<string, unknown>> | null;
}

interface Asked { readonly tenantId: string; readonly first: number; readonly after?: string; readonly newestFirst?: boolean }

/** Shows a tenant its own log, and proves it. Entries of the last second may not be chained yet and are not shown before they are. */
@Injectable()
export class AuditService {
  constructor(private readonly db: TenantDb, private readonly keys: KeyRing) {}

  async log(ctx: TenantContext, { tenantId, first, after, newestFirst = false }: Asked): Promise<Page<ReadEntry>> {
    const named = inTenant(ctx, tenantId);
    const list = `audit ${newestFirst ? 'newest ' : ''}${tenantId}`;
    const behind = keyBehind(list, after);
    const { entries, more } = newestFirst ? await this.visibleBack(named, behind, first) : await this.visible(named, sequenceIn(behind), first);
    const keys = await this.keys.readable({ ...named, readScope: [named.tenantId] });
    const last = entries.at(-1);
    return {
      items: entries.map((entry) => readable(entry, keys.get(`${entry.tenantId} ${entry.keyVersion}`), named.audience)),
      nextCursor: more && last !== undefined ? cursorAfter(list, String(last.sequence)) : null,
    };
  }

  /** Recomputes the whole chain and compares its end with the sequencer's note, so that a tail that was cut off shows too. */
  async verify(ctx: TenantContext, tenantId: string): Promise<ChainVerdict> {
    const named = inTenant(ctx, tenantId);
    const noted = await this.db.read(named, noteOfHead);
    let head: ChainHead = startOfChain(tenantId);
    for (let count = 0; ;) {
      const page = await this.page(named, head.sequence);
      const isReached = page.length < AT_ONCE || (noted !== undefined && noted.sequence <= (page.at(-1)?.sequence ?? 0));
      const verdict = verifyChain(page.map(toChained), head, isReached ? noted : undefined);
      count += verdict.count;
      if (!verdict.ok || page.length < AT_ONCE) return { ...verdict, count };
      head = verdict.head ?? head;
    }
  }

  /** Customers see a part; pages are filled from as many entries as that takes. */
  private async visible(ctx: TenantContext, after: number, first: number): Promise<{ entries: LinkedEntry[]; more: boolean }> {
    const found: LinkedEntry[] = [];
    for (let from = after; ;) {
      const page = await this.page(ctx, from);
      found.push(...page.filter((entry) => ctx.audience !== 'customer' || isForCustomers(entry)));
      if (found.length > first || page.length < AT_ONCE) return { entries: found.slice(0, first), more: found.length > first };
      from = page.at(-1)?.sequence ?? from;
    }
  }

  /** The same from the other end. The chain has no gaps, so a stretch before a sequence is exactly as long as its numbers say. */
  private async visibleBack(ctx: TenantContext, behind: string | undefined, first: number): Promise<{ entries: LinkedEntry[]; more: boolean }> {
    const found: LinkedEntry[] = [];
    const head = behind === undefined ? await this.db.read(ctx, noteOfHead) : undefined;
    for (let before = behind === undefined ? (head?.sequence ?? 0) + 1 : sequenceIn(behind); before > 1;) {
      const from = Math.max(0, before - 1 - AT_ONCE);
      const stretch = (await this.page(ctx, from)).filter(({ sequence }) => sequence < before).reverse();
      found.push(...stretch.filter((entry) => ctx.audience !== 'customer' || isForCustomers(entry)));
      if (found.length > first) return { entries: found.slice(0, first), more: true };
      before = from + 1;
    }
    return { entries: found, more: false };
  }

  private page(ctx: TenantContext, after: number): Promise<LinkedEntry[]> {
    return this.db.read(ctx, (read) => entriesAfter(read, after, AT_ONCE));
  }
}

type DataKey = Parameters<typeof decryptDetails>[0];

function sequenceIn(key: string | undefined): number {
  const sequence = Number(key ?? '0');
  if (!Number.isSafeInteger(sequence) || sequence < 0) throw new InvalidInput('The cursor is unfit.', { slug: 'page.cursor_unfit', path: 'after' });
  return sequence;
}

/** Customers read who acted; what staff wrote beside it stays with the provider, unless the act was the customer's own. */
function readable(entry: LinkedEntry, key: DataKey | undefined, reader: TenantContext['audience']): ReadEntry {
  const details = key === undefined ? null : opened(entry, key);
  const { actorName, ...rest } = details ?? {};
  const isShown = reader !== 'customer' || entry.audience === 'customer';
  return { ...entry, actorName: typeof actorName === 'string' ? actorName : null, readable: details !== null && isShown ? rest : null };
}

/** Null when the ciphertext does not open: altered, or sealed by a key that is gone. The chain says which; the log still shows the rest. */
function opened(entry: LinkedEntry, key: DataKey): Record<string, unknown> | null {
  try {
    const place = { tenantId: entry.tenantId, table: 'audit.entry', column: 'details', rowId: entry.id };
    const value: unknown = JSON.parse(decryptDetails(key, place, entry.details));
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}
