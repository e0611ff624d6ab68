export const RAW_VIEWS = ['text', 'fields', 'tree'] as const;
export type RawView = (typeof RAW_VIEWS)[number];

/** What the address of a finding says: how the raw record is shown. */
export interface FindingSearch { readonly raw?: RawView; readonly dropped?: string }

/** Reads it; a part that cannot be understood is left out and named in `dropped`. */
export function readFindingSearch({ raw, dropped: before, ...others }: Readonly<Record<string, unknown>>): FindingSearch {
  const view = RAW_VIEWS.find((one) => one === raw);
  const names = [...(typeof before === 'string' ? before.split(',') : []), ...(raw !== undefined && view === undefined ? ['raw'] : []), ...Object.keys(others)];
  const dropped = [...new Set(names.filter((name) => /^[\w-]{1,30}$/.test(name)))].sort().slice(0, 10).join(',');
  return { ...(view === undefined ? {} : { raw: view }), ...(dropped === '' ? {} : { dropped }) };
}
