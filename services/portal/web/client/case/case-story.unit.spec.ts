import { caseLead, seenTogether, storyOf } from './case-story';

describe('the story of a case', () => {
  it('tells what happened and what was said in order, and words once', () => {
    const entries = [{ id: '1', at: '2026-11-21T03:00:00Z', kind: 'OPENED' }, { id: '2', at: '2026-11-21T03:05:00Z', kind: 'COMMENTED' }, { id: '3', at: '2026-11-21T03:09:00Z', kind: 'CLOSED' }];
    const comments = [{ id: '4', at: '2026-11-21T12:05:00+09:00', author: 'Sato', body: 'We are checking.' }];

    expect(storyOf(entries, comments).map(({ id }) => id)).toEqual(['1', '4', '3']);
  });

  it.each([
    ['CLOSED', null, 'CRITICAL', 'done'], ['RESOLVED', null, 'HIGH', 'done'], ['NEW', null, 'CRITICAL', 'now'], ['ON_HOLD', 'CUSTOMER', 'LOW', 'waiting'], ['ON_HOLD', 'CUSTOMER', 'HIGH', 'waiting'],
    ['ON_HOLD', 'VENDOR', 'HIGH', 'today'], ['IN_PROGRESS', null, 'MEDIUM', 'watch'],
  ] as const)('asks of the reader what a case that is %s (%s) and %s asks', (status, holdReason, severity, lead) => {
    expect(caseLead({ status, holdReason, severity })).toBe(lead);
  });

  it('tells findings of one rule once, with how often, where and whose', () => {
    const at = (minute: number): string => `2026-11-21T03:0${minute}:00Z`;
    const seen = (ruleId: string, host: string, user: string, minute: number) => ({ ruleId, host, user, occurredAt: at(minute) });
    const [first, second, ...rest] = seenTogether([seen('b', 'fs01', '', 3), seen('a', 'fs01', 'ito', 2), seen('a', 'fs02', 'ito', 1), seen('a', '', '', 4)]);

    expect(first).toMatchObject({ count: 3, hosts: ['fs02', 'fs01'], users: ['ito'], lastAt: at(4), first: { ruleId: 'a', host: 'fs02' } });
    expect(second).toMatchObject({ count: 1, hosts: ['fs01'], users: [], first: { ruleId: 'b' } });
    expect(rest).toEqual([]);
  });
});
