import { canonicalBytes, type CanonicalValue } from './canonical';
import { fromHex, sha256, toHex } from './primitives';

/** One act in a tenant's chain. `body` holds secrets only as ciphertext, so destroying their key leaves every hash true. */
export interface ChainEntry {
  readonly tenantId: string;
  /** From 1, without gaps, per tenant. */
  readonly sequence: number;
  readonly body: { readonly [name: string]: CanonicalValue | undefined };
}

/** An entry with its hash: 64 lower-case hexadecimal digits over the previous hash and the entry's canonical bytes. */
export interface ChainedEntry extends ChainEntry {
  readonly hash: string;
}

/** A place in a chain to continue or verify from: the last entry known there, or the start (sequence 0). */
export interface ChainHead {
  readonly tenantId: string;
  readonly sequence: number;
  readonly hash: string;
}

// Both labels keep hashes made here from meaning anything elsewhere; the digit changes with the layout of an entry.
const START_LABEL = new TextEncoder().encode('yagura chain start 1\n');
const ENTRY_LABEL = new TextEncoder().encode('yagura chain entry 1\n');
const HASH = /^[0-9a-f]{64}$/;

/** True for the text form of a chain hash. */
export const isChainHash = (text: unknown): text is string => typeof text === 'string' && HASH.test(text);

/** The head of a chain with no entries yet; it depends on the tenant, so no chain continues another tenant's. */
export function startOfChain(tenantId: string): ChainHead {
  return { tenantId, sequence: 0, hash: toHex(sha256(START_LABEL, canonicalBytes(tenantId))) };
}

/**
 * The hash of `entry` behind `previous` (a hash of this chain in hexadecimal): SHA-256 over a label, the 32 bytes of the
 * previous hash and the entry's canonical bytes (RFC 8785 style). Members other than the three are not covered.
 */
export function chainHash(previous: string, entry: ChainEntry): string {
  const { tenantId, sequence, body } = entry;
  return toHex(sha256(ENTRY_LABEL, fromHex(previous), canonicalBytes({ tenantId, sequence, body })));
}

/** Adds one body behind `head` and answers the entry; the entry itself is the next head. Pure: storing it is the caller's. */
export function appendToChain(head: ChainHead, body: ChainEntry['body']): ChainedEntry {
  const entry = { tenantId: head.tenantId, sequence: head.sequence + 1, body };
  return { ...entry, hash: chainHash(head.hash, entry) };
}
