import { CASE_STATUSES, HOLD_REASONS, SEVERITIES, SLA_METRICS, VERDICTS } from '@yagura/contracts';
import { ATTACK_TACTICS } from '@yagura/ocsf';
import { NAMED_CALENDARS } from '@yagura/sla';
import { ADVICE } from '../report/advice';
import { SOURCE_STATES } from '../report/source-state';
import { en } from './en';
import { ja } from './ja';
import { WORDS } from './words';

function keysOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [`${path}:${typeof value}${typeof value === 'function' ? value.length : ''}`];
  return Object.entries(value).flatMap(([key, member]) => keysOf(member, `${path}.${key}`));
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

describe('the words of reports', () => {
  it('say the same things in both languages, with the same parameters', () => {
    expect(keysOf(ja).sort()).toEqual(keysOf(en).sort());
  });

  it.each(['ja', 'en'] as const)('have a word of %s for every code that a report can hold', (language) => {
    const words = WORDS[language];

    expect(Object.keys(words.severity).sort()).toEqual([...SEVERITIES].sort());
    expect(Object.keys(words.status).sort()).toEqual([...CASE_STATUSES].sort());
    expect(Object.keys(words.holdReason).sort()).toEqual([...HOLD_REASONS].sort());
    expect(Object.keys(words.verdict).sort()).toEqual([...VERDICTS].sort());
    expect(Object.keys(words.tactic).sort()).toEqual(ATTACK_TACTICS.map(({ id }) => id).sort());
    expect(Object.keys(words.advice).sort()).toEqual([...ADVICE].sort());
    expect(Object.keys(words.coverage.state).sort()).toEqual([...SOURCE_STATES].sort());
    expect(Object.keys(words.promise.metric).sort()).toEqual([...SLA_METRICS].sort());
    expect(Object.keys(words.promise.calendar).sort()).toEqual(Object.keys(NAMED_CALENDARS).sort());
  });

  it('are never empty, and those in Japanese are not left in English', () => {
    expect([...textsOf(ja), ...textsOf(en)].filter((text) => text.trim() === '')).toEqual([]);
    const japanese = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
    expect(textsOf(ja).filter((text) => !japanese.test(text))).toEqual(['－']);
    expect(textsOf(en).filter((text) => japanese.test(text))).toEqual([]);
  });

  it.each(['ja', 'en'] as const)('tell every piece of advice in %s with the places that it is about', (language) => {
    for (const advice of ADVICE) {
      expect(WORDS[language].advice[advice](['PC-1', 'PC-2'])).toMatch(/PC-1.*PC-2/);
      expect(WORDS[language].advice[advice]([])).not.toMatch(/undefined/);
    }
  });
});
