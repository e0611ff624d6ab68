import { hindrances, reasonOf, statusesAfter } from './case-actions';

const open = { status: 'IN_PROGRESS', assigneeId: undefined, verdict: null } as const;

describe('what can be done to a case', () => {
  it('is to take one that is nobody’s or another’s, and to release one’s own', () => {
    expect([...hindrances(open, 'me')]).toEqual([['release', 'notYours'], ['close', 'verdictMissing']]);
    expect([...hindrances({ ...open, assigneeId: 'other' }, 'me').keys()]).toEqual(['release', 'close']);
    expect([...hindrances({ ...open, assigneeId: 'me' }, 'me')]).toEqual([['take', 'yours'], ['close', 'verdictMissing']]);
  });

  it('is not to release what is nobody’s while it is not known who one is', () => {
    expect(hindrances(open, undefined).get('release')).toBe('notYours');
  });

  it('is to close it once it has a verdict', () => {
    expect(hindrances({ ...open, verdict: 'BENIGN' }, 'me').has('close')).toBe(false);
  });

  it('is nothing at all when it is closed', () => {
    const closed = hindrances({ ...open, status: 'CLOSED', verdict: 'BENIGN', assigneeId: 'me' }, 'me');
    expect(closed.size).toBe(7);
    expect(new Set(closed.values())).toEqual(new Set(['closed']));
    expect(statusesAfter('CLOSED')).toEqual([]);
  });

  it.each([['NEW', 3], ['IN_PROGRESS', 2], ['ON_HOLD', 2], ['RESOLVED', 1]] as const)('leads from %s to %i statuses and never to itself', (status, count) => {
    expect(statusesAfter(status)).toHaveLength(count);
    expect(statusesAfter(status)).not.toContain(status);
  });
});

describe('a reason', () => {
  it('says something in ten characters, whatever their width', () => {
    expect(reasonOf('  because it \n')).toBe('because it');
    expect(reasonOf('because  ')).toBeUndefined();
    expect(reasonOf('業務で利用中の操作です')).toBe('業務で利用中の操作です');
    expect(reasonOf('𠮷𠮷𠮷𠮷𠮷')).toBeUndefined();
  });
});
