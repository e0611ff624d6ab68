/** What a case is about, as its group key names it: `host:fs01` is the machine fs01. */
export interface CaseEntity { readonly kind: 'host' | 'user' | 'address' | 'source' | 'other'; readonly value: string }

const KINDS: ReadonlySet<string> = new Set(['host', 'user', 'address', 'source']);

/** Reads a group key; one of an unknown kind is shown whole. */
export function entityOf(groupKey: string): CaseEntity {
  const colon = groupKey.indexOf(':');
  const kind = groupKey.slice(0, colon);
  return colon > 0 && KINDS.has(kind) ? { kind: kind as CaseEntity['kind'], value: groupKey.slice(colon + 1) } : { kind: 'other', value: groupKey };
}

/** Control and direction characters would let one name pass for another; each is shown by its number (Unicode TR 36, section 2.5). */
export const visible = (text: string): string =>
  text.replace(/[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, (character) => `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`);
