import fc from 'fast-check';
import { batchIdOf, batchKey } from './batch';

const text = fc.string({ minLength: 1, maxLength: 20 });
const sha256 = fc.stringMatching(/^[0-9a-f]{64}$/);

describe('a batch key', () => {
  it('is the content’s hash when the client names neither key nor channel', () => {
    fc.assert(fc.property(sha256, (hash) => batchKey({ sha256: hash }) === hash));
  });

  it('never lets one client key swallow two different bodies', () => {
    fc.assert(fc.property(text, sha256, sha256, (clientKey, one, two) => {
      fc.pre(one !== two);
      return batchKey({ clientKey, sha256: one }) !== batchKey({ clientKey, sha256: two });
    }));
  });

  it('keeps the same body on two channels apart, however a channel is spelled', () => {
    fc.assert(fc.property(fc.uuid(), fc.uuid(), sha256, (one, two, hash) => {
      fc.pre(one !== two);
      expect(batchKey({ channel: one, sha256: hash })).not.toBe(batchKey({ channel: two, sha256: hash }));
      expect(batchKey({ channel: one.toUpperCase(), sha256: hash })).toBe(batchKey({ channel: one, sha256: hash }));
    }));
  });

  it('of a client wins over the channel, so that a retry over another channel is the same batch', () => {
    fc.assert(fc.property(text, fc.uuid(), fc.uuid(), sha256, (clientKey, one, two, hash) =>
      batchKey({ clientKey, channel: one, sha256: hash }) === batchKey({ clientKey, channel: two, sha256: hash })));
  });

  it('cannot be a channel’s key when it is a client’s', () => {
    fc.assert(fc.property(fc.uuid(), sha256, (same, hash) => batchKey({ clientKey: same, sha256: hash }) !== batchKey({ channel: same, sha256: hash })));
  });
});

describe('a batch id', () => {
  it('is the same wherever it is computed and another for each tenant, source, key and repeat', () => {
    fc.assert(fc.property(fc.uuid(), fc.uuid(), text, fc.nat(5), (tenant, source, key, repeat) => {
      const id = batchIdOf(tenant, source, key, repeat);
      expect(batchIdOf(tenant, source, key, repeat)).toBe(id);
      expect([batchIdOf(source, tenant, `${key}x`, repeat), batchIdOf(tenant, source, `${key}x`, repeat), batchIdOf(tenant, source, key, repeat + 1)]).not.toContain(id);
    }));
  });
});
