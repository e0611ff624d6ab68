const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export type Utf16Form = 'utf16le' | 'utf16be' | 'utf16';

export function utf8Bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Bytes as text of code units 0–255, the form in which a pattern carries them between two modifiers. */
export function bytesAsText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

export function textAsBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

/** UTF-16 code units in the given byte order; surrogate pairs stay pairs. No byte order mark. */
export function utf16Bytes(text: string, form: Utf16Form): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const high = form === 'utf16be' ? 0 : 1;
    bytes[at * 2 + high] = code >> 8;
    bytes[at * 2 + 1 - high] = code & 0xff;
  }
  return bytes;
}

/** Padded base64 of RFC 4648 §4. */
export function base64(bytes: Uint8Array): string {
  let out = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const group = (bytes[at] << 16) | ((left > 1 ? bytes[at + 1] : 0) << 8) | (left > 2 ? bytes[at + 2] : 0);
    out += ALPHABET[group >> 18] + ALPHABET[(group >> 12) & 63];
    out += (left > 1 ? ALPHABET[(group >> 6) & 63] : '=') + (left > 2 ? ALPHABET[group & 63] : '=');
  }
  return out;
}

const LEADING = [0, 2, 3];
const TRAILING = [0, 3, 2];

/**
 * The part of the base64 text that does not depend on neighbouring bytes, for each of the three alignments at which the
 * bytes may lie in longer data. Needs at least two bytes, or one alignment would be empty and match anything.
 */
export function base64Offsets(bytes: Uint8Array): string[] {
  return [0, 1, 2].map((shift) => {
    const shifted = new Uint8Array(bytes.length + shift);
    shifted.set(bytes, shift);
    const text = base64(shifted);
    return text.slice(LEADING[shift], text.length - TRAILING[(bytes.length + shift) % 3]);
  });
}
