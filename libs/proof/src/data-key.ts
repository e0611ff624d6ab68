import { KEY_BYTES, randomOctets } from './primitives';
import { checkKey, openText, sealText, versionOf, type VersionedKey } from './sealed-text';

const FORM = 'k1';

/** A new random data key. Its version is one above the tenant's newest; erasing all its wrapped copies erases what it sealed. */
export function newDataKey(version: number = 1): VersionedKey {
  const key = { version, bytes: randomOctets(KEY_BYTES) };
  checkKey(key);
  return key;
}

/**
 * Wraps a tenant's data key under an installation key with AES-256-GCM, bound to the tenant and to the data key's version. The text
 * names the installation key's version; re-wrapping under a new installation key leaves every ciphertext as it is.
 */
export function wrapKey(installationKey: VersionedKey, tenantId: string, dataKey: VersionedKey): string {
  checkKey(dataKey);
  return sealText(FORM, installationKey, [tenantId, dataKey.version], dataKey.bytes);
}

/** Unwraps what `wrapKey` made for this tenant and version. Throws OtherKeyVersion or Unreadable as `decryptDetails` does. */
export function unwrapKey(installationKey: VersionedKey, tenantId: string, version: number, wrapped: string): VersionedKey {
  const key = { version, bytes: openText(FORM, installationKey, [tenantId, version], wrapped) };
  checkKey(key);
  return key;
}

/** The version of the installation key that a wrapped key needs; Unreadable when the text is no wrapped key. */
export const installationKeyVersionOf = (wrapped: string): number => versionOf(FORM, wrapped);
