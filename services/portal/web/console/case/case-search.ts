/** What the address of a case says beside which case it is. */
export interface CaseSearch { readonly proof?: string; readonly dropped?: string }

const ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const isName = (name: string): boolean => /^[\w-]{1,30}$/.test(name);

/** Reads it; a part that cannot be understood is left out and named in `dropped`. */
export function readCaseSearch(raw: Readonly<Record<string, unknown>>): CaseSearch {
  const { proof, dropped: before, ...others } = raw;
  const isProof = typeof proof === 'string' && ID.test(proof);
  const dropped = new Set(typeof before === 'string' ? before.split(',').filter(isName) : []);
  if (proof !== undefined && !isProof) dropped.add('proof');
  for (const name of Object.keys(others)) if (isName(name)) dropped.add(name);
  return { ...(isProof ? { proof } : {}), ...(dropped.size === 0 ? {} : { dropped: [...dropped].sort().slice(0, 10).join(',') }) };
}

/** A case's number out of its address; undefined for what counts no case. */
export function caseNumber(text: string): number | undefined {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}
