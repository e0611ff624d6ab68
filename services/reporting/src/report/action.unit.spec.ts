import type { HoldReason, Severity } from '@yagura/contracts';
import { ATTACK_TACTICS } from '@yagura/ocsf';
import { actionsFor } from './action';
import { adviceFor } from './advice';
import { sourceState } from './source-state';

const openCase = (number: number, severity: Severity, change: { holdReason?: HoldReason; isOpen?: boolean; tactics?: string[] } = {}) => ({
  number, title: `Case ${number}`, severity, status: change.holdReason === undefined ? 'in_progress' as const : 'on_hold' as const, holdReason: change.holdReason ?? null,
  isOpen: change.isOpen ?? true, openedAt: '2026-06-01T00:00:00.000Z', hosts: ['PC-1'], tactics: change.tactics ?? ['TA0006'],
});
const codes = (...given: Parameters<typeof actionsFor>): string[] => actionsFor(...given).map(({ code }) => code);

describe('what to do now', () => {
  it('is nothing, in so many words, when nothing is open', () => {
    expect(codes([], [])).toEqual(['nothing_open']);
    expect(codes([openCase(1, 'critical', { isOpen: false })], [])).toEqual(['nothing_open']);
  });

  it('asks something for every open case of high or critical severity', () => {
    const actions = actionsFor([openCase(1, 'critical'), openCase(2, 'high', { holdReason: 'customer', tactics: [] }), openCase(3, 'low')], []);

    expect(actions).toEqual([
      expect.objectContaining({ code: 'open_case', number: 1, advice: 'change_passwords', waitsForYou: false }),
      expect.objectContaining({ code: 'open_case', number: 2, advice: 'follow_analyst', waitsForYou: true }), { code: 'minor_cases_open', count: 1 },
    ]);
  });

  it('asks for the answer that a lesser case waits for, and does not count it again', () => {
    expect(codes([openCase(1, 'medium', { holdReason: 'customer' }), openCase(2, 'medium', { holdReason: 'vendor' })], [])).toEqual(['answer_us', 'minor_cases_open']);
    expect(codes([openCase(1, 'medium', { holdReason: 'customer' })], [])).toEqual(['answer_us']);
  });

  it('counts what a reader cannot take in, and loses no urgent case', () => {
    const actions = actionsFor(Array.from({ length: 11 }, (_, at) => openCase(at + 1, 'high')), []);

    expect(actions.filter(({ code }) => code === 'open_case')).toHaveLength(8);
    expect(actions.at(-1)).toEqual({ code: 'more_urgent_cases', count: 3 });
  });

  it('asks about sources that fell silent or never spoke, not about those that were switched off', () => {
    const source = (name: string, state: 'active' | 'silent' | 'never_seen' | 'disabled') => ({ name, state, lastReceivedAt: state === 'never_seen' ? null : '2026-06-01T00:00:00.000Z' });

    expect(codes([], [source('a', 'active'), source('b', 'silent'), source('c', 'never_seen'), source('d', 'disabled')])).toEqual(['source_silent', 'source_never_seen', 'nothing_open']);
  });

  it('knows advice for every tactic, and the most harmful aim decides', () => {
    for (const { id } of ATTACK_TACTICS) expect(adviceFor([id])).not.toBe('follow_analyst');
    expect(adviceFor(['TA0002', 'TA0040', 'TA0006'])).toBe('isolate_and_keep_backups');
  });
});

describe('a source', () => {
  const asOf = new Date('2026-06-30T15:00:00Z');
  const before = (hours: number): Date => new Date(asOf.getTime() - hours * 3_600_000);

  it.each([
    ['spoke half a day ago', 'active', { disabledAt: null, lastReceivedAt: before(12) }],
    ['spoke longer ago', 'silent', { disabledAt: null, lastReceivedAt: before(12.01) }],
    ['never spoke', 'never_seen', { disabledAt: null, lastReceivedAt: null }],
    ['was switched off', 'disabled', { disabledAt: before(1), lastReceivedAt: before(2) }],
    ['is switched off later', 'active', { disabledAt: before(-1), lastReceivedAt: before(2) }],
  ] as const)('that %s is %s', (_, state, facts) => {
    expect(sourceState(facts, asOf)).toBe(state);
  });
});
