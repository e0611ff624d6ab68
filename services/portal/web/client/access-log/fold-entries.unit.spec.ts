import { foldEntries } from './fold-entries';

const look = { at: '2026-11-21T05:03:59Z', actor: { kind: 'user', name: 'Mori' }, action: 'case.opened_by_staff', objectKind: 'case', objectId: 'c1' };

describe('entries of the access log', () => {
  it('become one line when a person looked at one thing in several parts', () => {
    expect(foldEntries([look, { ...look, at: '2026-11-21T05:03:01Z' }, { ...look, at: '2026-11-21T05:02:59Z' }])).toEqual([{ newest: look, count: 3 }]);
  });

  it.each([
    ['by somebody else', { ...look, actor: { kind: 'user', name: 'Sato' } }], ['of another thing', { ...look, objectId: 'c2' }], ['of another act', { ...look, action: 'case.commented' }],
    ['more than a minute before', { ...look, at: '2026-11-21T05:02:58Z' }],
  ])('stay two when one is %s', (_, other) => {
    expect(foldEntries([look, other])).toHaveLength(2);
  });

  it('stay apart when something happened between them', () => {
    expect(foldEntries([look, { ...look, action: 'case.commented' }, look]).map(({ count }) => count)).toEqual([1, 1, 1]);
  });
});
