/** What became of one item of a bulk. */
export type BulkOutcome<Item, Done, Reason> = { readonly item: Item; readonly done: Done } | { readonly item: Item; readonly refused: Reason };

export interface BulkOptions<Item, Done, Reason> {
  /** Does it to one item; answers what came of it, or why not. Never throws. */
  readonly act: (item: Item) => Promise<{ readonly done: Done } | { readonly refused: Reason }>;
  readonly atOnce: number;
  readonly onOutcome: (outcome: BulkOutcome<Item, Done, Reason>) => void;
  /** Asked before each item; what has begun is finished. */
  readonly isStopped?: () => boolean;
}

/** Does the same to many items, a few at a time, in their order. Every item has one outcome; after a stop those that were not begun have none. */
export async function runBulk<Item, Done, Reason>(items: readonly Item[], { act, atOnce, onOutcome, isStopped = () => false }: BulkOptions<Item, Done, Reason>): Promise<void> {
  const waiting = [...items];
  const work = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined && !isStopped(); item = waiting.shift()) onOutcome({ item, ...await act(item) });
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work));
}

/** Items of a bulk by tenant: who is touched, and how often; the tenant with the most first. */
export function countsPerTenant<Tenant extends { readonly id: string; readonly code: string }>(items: readonly { readonly tenant: Tenant }[]): { readonly tenant: Tenant; readonly count: number }[] {
  const counts = new Map<string, { tenant: Tenant; count: number }>();
  for (const { tenant } of items) {
    const counted = counts.get(tenant.id);
    if (counted === undefined) counts.set(tenant.id, { tenant, count: 1 });
    else counted.count += 1;
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || a.tenant.code.localeCompare(b.tenant.code));
}

/** What a range selection covers: from the row that was selected last to this one, both included; this one alone where the other is gone. */
export function rangeOf(ids: readonly string[], from: string | undefined, to: string): readonly string[] {
  const [a, b] = [from === undefined ? -1 : ids.indexOf(from), ids.indexOf(to)];
  return a < 0 || b < 0 ? [to] : ids.slice(Math.min(a, b), Math.max(a, b) + 1);
}
