const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const ENCODED = /[A-Za-z0-9+/_-]{16,}={0,2}/g;

/** What must not be found: texts, in any case of letters, and ids. */
export interface Forbidden {
  readonly texts: readonly string[];
  readonly ids: ReadonlySet<string>;
}

/**
 * Which of the forbidden things a text holds: as they are, escaped for JSON or quoted-printable, and inside whatever of it reads as base64, such as cursors
 * and files. A text that is compressed must be unpacked by the caller.
 */
export function foundIn(text: string, forbidden: Forbidden): string[] {
  return [...new Set(readings(text).flatMap((reading) => direct(reading, forbidden)))];
}

/** Every UUID in a text, also inside base64. */
export const idsIn = (text: string): Set<string> => new Set(readings(text).flatMap((reading) => reading.match(UUID) ?? []).map((id) => id.toLowerCase()));

function readings(text: string): string[] {
  const unfolded = text.replace(/=\r?\n/g, '');
  const decoded = (text.match(ENCODED) ?? []).map((part) => Buffer.from(part, 'base64').toString('latin1')).filter((part) => /[\w-]{6}/.test(part));
  return unfolded === text ? [text, ...decoded] : [text, unfolded, ...decoded];
}

function direct(text: string, { texts, ids }: Forbidden): string[] {
  const lower = text.toLowerCase();
  return [...texts.filter((forbidden) => lower.includes(forbidden.toLowerCase())), ...(text.match(UUID) ?? []).map((id) => id.toLowerCase()).filter((id) => ids.has(id))];
}
