import { openText, sealText, versionOf, type VersionedKey } from './sealed-text';
import { Unreadable } from './proof.errors';

/** Where a ciphertext lives. It is bound as associated data: moved to another row, column or tenant, the text does not open. */
export interface CiphertextPlace {
  readonly tenantId: string;
  readonly table: string;
  readonly column: string;
  readonly rowId: string;
}

const FORM = 'd1';

/**
 * Encrypts one column's text with AES-256-GCM under a tenant's data key. The answer is ASCII, names the key's version and differs on
 * each call (random 96-bit nonce); a key serves at most 2^32 texts (SP 800-38D, section 8.3), so rotate it long before.
 */
export function encryptDetails(key: VersionedKey, place: CiphertextPlace, plaintext: string): string {
  return sealText(FORM, key, listed(place), new TextEncoder().encode(plaintext));
}

/**
 * Decrypts what `encryptDetails` made for the same place. Throws OtherKeyVersion (look that key up), or Unreadable when anything
 * was altered, moved or sealed by another key; the two are never told apart further.
 */
export function decryptDetails(key: VersionedKey, place: CiphertextPlace, ciphertext: string): string {
  const plain = openText(FORM, key, listed(place), ciphertext);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plain);
  } catch {
    throw new Unreadable();
  }
}

/** The version of the data key that a ciphertext needs, read from its text without any key; Unreadable when it is none of ours. */
export const keyVersionOfDetails = (ciphertext: string): number => versionOf(FORM, ciphertext);

const listed = (place: CiphertextPlace): string[] => [place.tenantId, place.table, place.column, place.rowId];
