export { canonicalBytes, canonicalText, type CanonicalValue } from './canonical';
export { appendToChain, chainHash, isChainHash, startOfChain, type ChainEntry, type ChainedEntry, type ChainHead } from './chain';
export { verifyChain, type ChainFault, type ChainVerdict } from './verify-chain';
export { decryptDetails, encryptDetails, keyVersionOfDetails, type CiphertextPlace } from './details';
export { installationKeyVersionOf, newDataKey, unwrapKey, wrapKey } from './data-key';
export { type VersionedKey } from './sealed-text';
export { NotCanonical, OtherKeyVersion, Unreadable, UnusableKey } from './proof.errors';
