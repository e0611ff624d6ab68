import type { ChainedEntry } from '@yagura/proof';

/** An entry as it lies in the log: its details are ciphertext, its instant is text with every digit that the database keeps. */
export interface StoredEntry {
  readonly tenantId: string;
  readonly id: string;
  readonly service: string;
  readonly at: string;
  readonly actorKind: string;
  readonly actorId: string;
  readonly audience: string;
  readonly action: string;
  readonly objectKind: string;
  readonly objectId: string;
  readonly correlationId: string;
  readonly details: string;
  readonly keyVersion: number;
}

/** A stored entry with its place in the tenant's chain. */
export interface LinkedEntry extends StoredEntry {
  readonly sequence: number;
  readonly hash: string;
}

/** What the chain's hash covers: every column but the chain's own, details as ciphertext (reliability, section 10). */
export const bodyOf = ({ id, service, at, actorKind, actorId, audience, action, objectKind, objectId, correlationId, details, keyVersion }: StoredEntry): ChainedEntry['body'] =>
  ({ id, service, at, actorKind, actorId, audience, action, objectKind, objectId, correlationId, details, keyVersion });

export const toChained = (entry: LinkedEntry): ChainedEntry =>
  ({ tenantId: entry.tenantId, sequence: entry.sequence, hash: entry.hash, body: bodyOf(entry) });

/** The action of an entry that says: staff looked at a list in which this tenant was. */
export const LIST_VIEWED = 'list.viewed_by_staff';

const OPENINGS = /\.(opened|viewed|read|downloaded|exported)(_by_staff)?$/;
const OWN_MATTERS: ReadonlySet<string> = new Set(['tenant', 'agreement', 'user', 'source', 'credential', 'partner_client']);

/**
 * What a client company sees of its log: what its own people did, what the provider's people opened, and what concerns its agreement,
 * people and sources. The provider's inner work on a case stays inside, like the notes that it is made of.
 */
export const isForCustomers = ({ audience, action, objectKind }: Pick<StoredEntry, 'audience' | 'action' | 'objectKind'>): boolean =>
  audience === 'customer' || OPENINGS.test(action) || OWN_MATTERS.has(objectKind);
