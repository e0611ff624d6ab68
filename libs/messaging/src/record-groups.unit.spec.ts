import fc from 'fast-check';
import type { EventEnvelope } from '@yagura/contracts';
import { recordGroups, type OpenedRecord } from './record-groups';

const made = fc.array(fc.record({ tenant: fc.constantFrom('a', 'b'), isAlone: fc.boolean(), isValid: fc.boolean() }), { maxLength: 60 });
const opened = (all: readonly { tenant: string; isAlone: boolean; isValid: boolean }[]): OpenedRecord[] => all.map(({ tenant, isAlone, isValid }, index) => ({
  record: { position: BigInt(index), id: String(index), type: isAlone ? 'outside' : 'inside', tenantId: tenant, envelope: {} },
  envelope: isValid ? ({} as EventEnvelope) : undefined,
}));

describe('groups of records that share a transaction', () => {
  it('keep the order and lose nothing; a group has one tenant, is not too large, and whatever must be alone is', () => {
    fc.assert(fc.property(made, fc.integer({ min: 1, max: 7 }), (all, most) => {
      const records = opened(all);
      const groups = recordGroups(records, most, ({ type }) => type === 'outside');

      expect(groups.flat()).toEqual(records);
      for (const group of groups) {
        expect(group.length).toBeGreaterThan(0);
        expect(group.length).toBeLessThanOrEqual(most);
        expect(new Set(group.map(({ record }) => record.tenantId)).size).toBe(1);
        if (group.some(({ record, envelope }) => record.type === 'outside' || envelope === undefined)) expect(group).toHaveLength(1);
      }
    }));
  });

  it('are as large as they may be', () => {
    const plain = opened(['a', 'a', 'a', 'b', 'a'].map((tenant) => ({ tenant, isAlone: false, isValid: true })));

    expect(recordGroups(plain, 2, () => false).map(({ length }) => length)).toEqual([2, 1, 1, 1]);
  });
});
