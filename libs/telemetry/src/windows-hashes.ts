import type { Alias } from './record-view';

/** The algorithms that Sysmon writes into `Hashes`, as rules spell the field of one alone. */
const FIELDS: readonly (readonly [field: string, algorithm: string])[] = [
  ['md5', 'MD5'], ['MD5', 'MD5'], ['sha1', 'SHA1'], ['SHA1', 'SHA1'], ['sha256', 'SHA256'], ['SHA256', 'SHA256'],
  ['Imphash', 'IMPHASH'], ['imphash', 'IMPHASH'], ['IMPHASH', 'IMPHASH'],
];

/** Views of one hash each, computed from `Hashes` (`SHA1=…,MD5=…,SHA256=…,IMPHASH=…`) when a rule asks. */
export const HASH_ALIASES: readonly (readonly [string, Alias])[] = FIELDS.map(([field, algorithm]) => [
  field, (view) => hashOf(view.text('Hashes') || view.text('Hash'), algorithm) || undefined,
]);

/** The digits of one algorithm within a `Hashes` text, in the source's letter case; '' when it has none. */
export function hashOf(hashes: string, algorithm: string): string {
  const label = `${algorithm}=`;
  for (let at = hashes.indexOf(label); at !== -1; at = hashes.indexOf(label, at + 1)) {
    if (at > 0 && hashes[at - 1] !== ',') continue;
    const end = hashes.indexOf(',', at);
    return hashes.slice(at + label.length, end === -1 ? hashes.length : end);
  }
  return '';
}
