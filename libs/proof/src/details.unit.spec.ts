import fc from 'fast-check';
import { installationKeyVersionOf, newDataKey, unwrapKey, wrapKey } from './data-key';
import { decryptDetails, encryptDetails, keyVersionOfDetails, type CiphertextPlace } from './details';

const where: CiphertextPlace = { tenantId: 'tenant-a', table: 'audit.entry', column: 'details', rowId: '7' };
const unreadable = expect.objectContaining({ slug: 'proof.unreadable' });
const otherVersion = expect.objectContaining({ slug: 'proof.other_key_version', kind: 'PreconditionFailed' });

describe('details under a data key', () => {
  it('come back as they were, whatever the text and the place', () => {
    const key = newDataKey(3);
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, rowId) => {
      const sealed = encryptDetails(key, { ...where, rowId }, text);

      expect(decryptDetails(key, { ...where, rowId }, sealed)).toBe(text);
      expect(keyVersionOfDetails(sealed)).toBe(3);
    }));
  });

  it('never have the same ciphertext twice', () => {
    const key = newDataKey();

    expect(new Set(Array.from({ length: 200 }, () => encryptDetails(key, where, 'same'))).size).toBe(200);
  });

  it.each(['tenantId', 'table', 'column', 'rowId'] as const)('do not open at another %s', (member) => {
    const key = newDataKey();
    const sealed = encryptDetails(key, where, 'secret');

    expect(() => decryptDetails(key, { ...where, [member]: `${where[member]}x` }, sealed)).toThrow(unreadable);
  });

  it('do not open when text moves from one part of the place to the next', () => {
    const key = newDataKey();
    const sealed = encryptDetails(key, { ...where, table: 'audit|x', column: 'y' }, 'secret');

    expect(() => decryptDetails(key, { ...where, table: 'audit', column: 'x|y' }, sealed)).toThrow(unreadable);
  });

  it('do not open after any change of one character', () => {
    const key = newDataKey();
    const sealed = encryptDetails(key, where, 'a secret of some length');
    fc.assert(fc.property(fc.nat(sealed.length - 1), fc.constantFrom(...'.019AZaz_-= \u00e9'), (at, other) => {
      fc.pre(sealed[at] !== other);
      const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);

      expect(() => decryptDetails(key, where, changed)).toThrow(expect.objectContaining({ slug: expect.stringMatching(/^proof\./) }));
    }), { numRuns: 500 });
  });

  it('say which version of the key they need, and open under no other key of that version', () => {
    const sealed = encryptDetails(newDataKey(2), where, 'secret');

    expect(() => decryptDetails(newDataKey(1), where, sealed)).toThrow(otherVersion);
    expect(() => decryptDetails(newDataKey(2), where, sealed)).toThrow(unreadable);
  });
});

describe('a wrapped data key', () => {
  it('opens for its tenant and version only', () => {
    const installation = newDataKey(4);
    const key = newDataKey(2);
    const wrapped = wrapKey(installation, 'tenant-a', key);

    expect(unwrapKey(installation, 'tenant-a', 2, wrapped)).toEqual({ version: 2, bytes: key.bytes });
    expect(installationKeyVersionOf(wrapped)).toBe(4);
    expect(() => unwrapKey(installation, 'tenant-b', 2, wrapped)).toThrow(unreadable);
    expect(() => unwrapKey(installation, 'tenant-a', 3, wrapped)).toThrow(unreadable);
    expect(() => unwrapKey(newDataKey(5), 'tenant-a', 2, wrapped)).toThrow(otherVersion);
  });

  it('is no ciphertext of details, nor the other way round', () => {
    const key = newDataKey();

    expect(() => decryptDetails(key, where, wrapKey(key, 'tenant-a', newDataKey()))).toThrow(unreadable);
    expect(() => unwrapKey(key, 'tenant-a', 1, encryptDetails(key, where, 'x'.repeat(32)))).toThrow(unreadable);
  });

  it('re-wrapped under a new installation key still opens what it sealed', () => {
    const [old, young] = [newDataKey(1), newDataKey(2)];
    const key = newDataKey();
    const sealed = encryptDetails(key, where, 'secret');
    const again = wrapKey(young, 'tenant-a', unwrapKey(old, 'tenant-a', 1, wrapKey(old, 'tenant-a', key)));

    expect(decryptDetails(unwrapKey(young, 'tenant-a', 1, again), where, sealed)).toBe('secret');
  });

  it.each([[0, 32], [1.5, 32], [1, 31], [1_000_000_000, 32]])('refuses a key of version %p with %p bytes', (version, length) => {
    expect(() => encryptDetails({ version, bytes: new Uint8Array(length) }, where, 'x')).toThrow(expect.objectContaining({ slug: 'proof.unusable_key' }));
  });
});
