const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Parses signed JSON text as one object. Throws TypeError or SyntaxError for malformed UTF-8, any other JSON value, and a member
 * name that is repeated at any depth: two readers could otherwise see two different claims in one signature (RFC 7519, section 4).
 */
export function parseStrictObject(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const text = utf8.decode(bytes);
  const value: unknown = JSON.parse(text);
  if (!isRecord(value)) throw new TypeError('the signed text is no JSON object');
  if (repeatsName(text)) throw new TypeError('a member name is repeated');
  return value;
}

/** True for a JSON object, which excludes null and arrays. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Walks text that JSON.parse has accepted, so only strings and brackets matter; a string followed by a colon is a name. */
function repeatsName(text: string): boolean {
  const open: Set<string>[] = [];
  for (const token of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}]/gs)) {
    if (token[0] === '{') open.push(new Set());
    else if (token[0] === '}') open.pop();
    else if (token[1] !== undefined) {
      const name: unknown = JSON.parse(token[0].slice(0, -token[1].length));
      const names = open.at(-1);
      if (typeof name !== 'string' || names === undefined || names.has(name)) return true;
      names.add(name);
    }
  }
  return false;
}
