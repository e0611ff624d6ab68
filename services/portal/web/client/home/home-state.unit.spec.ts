import { asksOfYou, leadOf, missing, type OpenCase } from './home-state';

const one = (severity: OpenCase['severity'], status = 'IN_PROGRESS', holdReason: string | null = null): OpenCase => ({ number: 1, severity, status, holdReason });

describe('the first line of the home page', () => {
  it.each([
    ['nothing is open and all sources send', [], [], { kind: 'quiet', count: 0, tone: 'calm' }],
    ['we work on minor cases', [one('LOW'), one('MEDIUM')], [], { kind: 'handled', count: 2, tone: 'calm' }],
    ['a source is silent', [one('LOW')], ['SILENT', 'ACTIVE'], { kind: 'source', count: 1, tone: 'look' }],
    ['a source was never heard of', [], ['NEVER_SEEN'], { kind: 'source', count: 1, tone: 'look' }],
    ['a source was switched off', [], ['DISABLED'], { kind: 'quiet', count: 0, tone: 'calm' }],
    ['a high case is open', [one('HIGH'), one('LOW')], ['SILENT'], { kind: 'today', count: 1, tone: 'act' }],
    ['a case waits for an answer', [one('HIGH'), one('LOW', 'ON_HOLD', 'CUSTOMER')], ['SILENT'], { kind: 'waiting', count: 1, tone: 'act' }],
    ['a case waits for somebody else', [one('LOW', 'ON_HOLD', 'VENDOR')], [], { kind: 'handled', count: 1, tone: 'calm' }],
    ['a critical case is open', [one('CRITICAL'), one('CRITICAL'), one('LOW', 'ON_HOLD', 'CUSTOMER')], [], { kind: 'now', count: 2, tone: 'act' }],
  ] as const)('says what to do when %s', (_, cases, states, lead) => {
    expect(leadOf(cases, states.map((state) => ({ state })), cases.length)).toEqual(lead);
  });

  it('counts cases that were not read with it', () => {
    expect(leadOf([], [], 120)).toEqual({ kind: 'handled', count: 120, tone: 'calm' });
  });

  it('lists as tasks exactly the cases that ask something of the client', () => {
    expect([one('CRITICAL'), one('HIGH'), one('MEDIUM'), one('LOW', 'ON_HOLD', 'CUSTOMER'), one('LOW', 'ON_HOLD', 'VENDOR')].map(asksOfYou)).toEqual([true, true, false, true, false]);
    expect(missing([{ state: 'ACTIVE' }, { state: 'SILENT' }, { state: 'DISABLED' }, { state: 'NEVER_SEEN' }])).toHaveLength(2);
  });
});
