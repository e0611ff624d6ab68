import type { Language } from '@yagura/contracts';
import type { CaseEntry, ReportDocument } from '../report/report-document';
import { caseSection } from './case-section';
import { settingOf } from './setting';

const ENTRY = {
  number: 2, title: 'Security Or System Event Log Cleared (fs-02)', severity: 'critical', status: 'in_progress', holdReason: null, verdict: null, openedAt: '2026-06-03T01:00:00.000Z',
} as unknown as CaseEntry;

function sectionOf(language: Language, title: string): string {
  const report = {
    period: { month: '2026-06', timeZone: 'Asia/Tokyo', asOf: '2026-06-30T01:00:00.000Z', until: '2026-06-30T15:00:00.000Z', isFinal: false }, cases: [{ ...ENTRY, title }], casesLeftOut: 0,
  } as unknown as ReportDocument;
  return JSON.stringify(caseSection(settingOf(report, language)));
}

describe('the cases that a report shows', () => {
  it('are called in the language of the reader, with their machine', () => {
    expect(sectionOf('ja', ENTRY.title)).toContain('イベントログの消去（fs-02）');
    expect(sectionOf('ja', ENTRY.title)).not.toContain('Event Log Cleared');
    expect(sectionOf('en', ENTRY.title)).toContain('Security Or System Event Log Cleared (fs-02)');
  });

  it('keep the name that their author gave them when their rule is none of ours', () => {
    expect(sectionOf('ja', 'Rule Of A Partner (fs-02)')).toContain('{"text":"Rule Of A Partner (fs-02)","language":"en"}');
  });
});
