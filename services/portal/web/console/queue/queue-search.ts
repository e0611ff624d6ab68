/** The queue's address as the page understands it. What is absent has its usual value. */
export interface QueueSearch {
  /** Statuses in the order of `STATUSES`, joined by commas; absent: those that are open. */
  readonly status?: string;
  /** Only cases that are this bad or worse. */
  readonly severity?: SeverityName;
  /** Slug of a tenant. */
  readonly tenant?: string;
  readonly owner?: 'me' | 'nobody';
  /** Words of the title or of the entity, or a number. */
  readonly q?: string;
  readonly rows?: 'tall';
  /** Id of the case in the open panel. */
  readonly peek?: string;
  /** Names of what was left out of the address because it could not be understood. */
  readonly dropped?: string;
}

export const STATUSES = ['new', 'in_progress', 'on_hold', 'resolved', 'closed'] as const;
export type StatusName = (typeof STATUSES)[number];
/** From the worst on. */
export const SEVERITY_NAMES = ['critical', 'high', 'medium', 'low', 'informational'] as const;
export type SeverityName = (typeof SEVERITY_NAMES)[number];
export const OPEN: readonly StatusName[] = ['new', 'in_progress', 'on_hold'];

const LONGEST_WORDS = 100;
type Reader = (text: string) => string | undefined;
const oneOf = (names: readonly string[]): Reader => (text) => (names.includes(text) ? text : undefined);
const matching = (pattern: RegExp): Reader => (text) => (pattern.test(text) ? text : undefined);

const READERS: Readonly<Record<Exclude<keyof QueueSearch, 'dropped'>, Reader>> = {
  status: (text) => statusText(text.split(',')),
  severity: oneOf(SEVERITY_NAMES),
  tenant: matching(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/),
  owner: oneOf(['me', 'nobody']),
  // As the API takes it: plain text, no control characters.
  q: (text) => (text.trim() !== '' && text.length <= LONGEST_WORDS && !/[\p{Cc}\p{Surrogate}]/u.test(text) ? text.trim() : undefined),
  rows: oneOf(['tall']),
  peek: matching(/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/),
};

/** One text for one set of statuses; undefined when one of them is unknown. */
export function statusText(names: readonly string[]): string | undefined {
  if (names.length === 0 || names.some((name) => !(STATUSES as readonly string[]).includes(name))) return undefined;
  return STATUSES.filter((name) => names.includes(name)).join(',');
}

/** Reads an address. Each part that cannot be understood, and each that means nothing here, is left out and named in `dropped`. */
export function readQueueSearch(raw: Readonly<Record<string, unknown>>): QueueSearch {
  const read: Record<string, string> = {};
  const dropped = new Set<string>(typeof raw['dropped'] === 'string' ? raw['dropped'].split(',').filter(isName) : []);
  for (const [name, value] of Object.entries(raw)) {
    if (name === 'dropped' || value === undefined) continue;
    // The router reads `q=2041` as a number, and `q=true` as a truth.
    const text = typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
    const good = text === undefined ? undefined : Object.hasOwn(READERS, name) ? READERS[name as keyof typeof READERS](text) : undefined;
    if (good !== undefined) read[name] = good;
    else dropped.add(isName(name) ? name : '?');
  }
  if (read['status'] === OPEN.join(',')) delete read['status'];
  return dropped.size === 0 ? read : { ...read, dropped: [...dropped].sort().slice(0, 10).join(',') };
}

const isName = (name: string): boolean => /^[\w-]{1,30}$|^\?$/.test(name);

/** Statuses that the address asks for. */
export const statusesOf = ({ status }: QueueSearch): readonly StatusName[] => (status === undefined ? OPEN : STATUSES.filter((name) => status.split(',').includes(name)));

/** What decides which cases are listed: two addresses with the same text have the same list. */
export const filterKey = ({ status, severity, tenant, owner, q }: QueueSearch): string => JSON.stringify([status, severity, tenant, owner, q]);

/** The filter of an address alone, as a view keeps it. */
export const filterPart = ({ status, severity, tenant, owner, q }: QueueSearch): QueueSearch => clean({ status, severity, tenant, owner, q });

/** True when the filter may hide an open case. */
export const isNarrowed = (search: QueueSearch): boolean =>
  search.severity !== undefined || search.tenant !== undefined || search.owner !== undefined || search.q !== undefined || OPEN.some((name) => !statusesOf(search).includes(name));

type Upper<Name extends string> = Uppercase<Name>;
const upper = <Name extends string>(name: Name): Upper<Name> => name.toUpperCase() as Upper<Name>;

/** The filter as the API takes it. */
export interface QueueFilter {
  readonly statuses: Upper<StatusName>[];
  readonly severityAtLeast?: Upper<SeverityName>;
  readonly tenantId?: string;
  readonly assignedToMe?: boolean;
  readonly unassigned?: boolean;
  readonly words?: string;
}

export function queueFilter(search: QueueSearch, tenantId: string | undefined): QueueFilter {
  return clean({
    statuses: statusesOf(search).map(upper), severityAtLeast: search.severity === undefined ? undefined : upper(search.severity), tenantId,
    assignedToMe: search.owner === 'me' ? true : undefined, unassigned: search.owner === 'nobody' ? true : undefined, words: search.q,
  });
}

const clean = <Parts extends object>(parts: { readonly [Name in keyof Parts]: Parts[Name] | undefined }): Parts =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as Parts;
