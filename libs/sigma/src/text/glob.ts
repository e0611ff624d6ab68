import { type PatternPart, ANY_RUN, DASHES } from './pattern';

/**
 * Whether the whole text fits the pattern. The leftmost fit of each piece between two stars is always good enough, so one
 * step back to the last star suffices: time is bounded by text length times pattern length, never exponential.
 */
export function matchGlob(parts: readonly PatternPart[], text: string): boolean {
  let at = 0;
  let part = 0;
  let starPart = -1;
  let starAt = 0;
  for (;;) {
    if (part === parts.length && at === text.length) return true;
    const next = part < parts.length ? step(parts[part], text, at) : -1;
    if (part < parts.length && parts[part] === ANY_RUN) {
      starPart = part++;
      starAt = at;
      if (part === parts.length) return true;
    } else if (next >= 0) {
      part++;
      at = next;
    } else {
      if (starPart < 0) return false;
      starAt = retryAt(parts[starPart + 1], text, starAt);
      if (starAt < 0) return false;
      part = starPart + 1;
      at = starAt;
    }
  }
}

/** The position behind the part when it fits at `at`, else -1. */
function step(part: PatternPart, text: string, at: number): number {
  if (typeof part === 'string') return text.startsWith(part, at) ? at + part.length : -1;
  if (at >= text.length) return -1;
  if (part.wildcard === 'dash') return DASHES.includes(text[at]) ? at + 1 : -1;
  return part.wildcard === 'one' ? at + widthAt(text, at) : -1;
}

/** Where the star's run may end next: one code point further, or straight at the next occurrence of the literal behind it. */
function retryAt(part: PatternPart, text: string, at: number): number {
  if (at >= text.length) return -1;
  const next = at + widthAt(text, at);
  return typeof part === 'string' ? text.indexOf(part, next) : next;
}

function widthAt(text: string, at: number): number {
  const code = text.codePointAt(at) ?? 0;
  return code > 0xffff ? 2 : 1;
}

/** The longest literal that every fitting text contains, empty when there is none. */
export function requiredLiteral(parts: readonly PatternPart[]): string {
  let longest = '';
  for (const part of parts) if (typeof part === 'string' && part.length > longest.length) longest = part;
  return longest;
}
