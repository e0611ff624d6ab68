import { AppError } from '@yagura/kernel';
import { chainHash, isChainHash, startOfChain, type ChainedEntry, type ChainHead } from './chain';

/** Why a chain does not hold at the sequence named beside it. */
export type ChainFault =
  /** The entry lacks a member, has one too many (which no hash would cover), or has one of the wrong form. */
  | 'malformed'
  | 'other_tenant'
  /** The next entry has a higher number: entries are missing from the sequence named. */
  | 'missing'
  /** The next entry has a number that already passed: repeated, inserted or out of order. */
  | 'out_of_order'
  /** The entry, or the hash kept with it, is not what was chained here. */
  | 'altered'
  /** The entries end before, or differ at, the head that a witness kept. */
  | 'truncated' | 'other_head';

export type ChainVerdict =
  | { readonly ok: true; readonly head: ChainHead | undefined; readonly count: number }
  | { readonly ok: false; readonly sequence: number; readonly fault: ChainFault; readonly count: number };

const MEMBERS = 'body,hash,sequence,tenantId';

/**
 * Follows a chain and answers its head, or the first sequence at which it does not hold. `from` is a trusted head to begin
 * behind (the start of the first entry's tenant when absent); `witnessed` is a head somebody else kept. Without `witnessed` a cut
 * tail or a chain rewritten to its end is not visible: a chain alone cannot show either. Never throws on bad entries.
 */
export function verifyChain(entries: Iterable<ChainedEntry>, from?: ChainHead, witnessed?: ChainHead): ChainVerdict {
  let head = from;
  let count = 0;
  for (const entry of entries) {
    const fault = isWellFormed(entry) ? faultBehind(head ?? startOfChain(entry.tenantId), entry) : 'malformed';
    const passed = fault ?? (witnessed?.sequence === entry.sequence && witnessed.hash !== entry.hash ? 'other_head' : undefined);
    if (passed !== undefined) return { ok: false, sequence: (head?.sequence ?? 0) + 1, fault: passed, count };
    head = { tenantId: entry.tenantId, sequence: entry.sequence, hash: entry.hash };
    count += 1;
  }
  const last = head?.sequence ?? 0;
  if (witnessed !== undefined && last < witnessed.sequence) return { ok: false, sequence: last + 1, fault: 'truncated', count };
  return { ok: true, head, count };
}

function faultBehind(head: ChainHead, entry: ChainedEntry): ChainFault | undefined {
  if (entry.tenantId !== head.tenantId) return 'other_tenant';
  if (entry.sequence > head.sequence + 1) return 'missing';
  if (entry.sequence <= head.sequence) return 'out_of_order';
  return hashOrNothing(head.hash, entry) === entry.hash ? undefined : 'altered';
}

function hashOrNothing(previous: string, entry: ChainedEntry): string | undefined {
  try {
    return chainHash(previous, entry);
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

function isWellFormed(entry: unknown): entry is ChainedEntry {
  if (typeof entry !== 'object' || entry === null) return false;
  if (Object.keys(entry).sort().join() !== MEMBERS) return false;
  const { tenantId, sequence, body, hash } = entry as Record<string, unknown>;
  return typeof tenantId === 'string' && Number.isSafeInteger(sequence) && Number(sequence) > 0
    && typeof body === 'object' && body !== null && !Array.isArray(body) && isChainHash(hash);
}
