import type { Language } from '@yagura/contracts';
import type { ReportDocument } from '../report/report-document';
import { findingSection } from './finding-section';
import { settingOf } from './setting';

const OWN = { ruleId: '6176d952-e43c-5cc2-8233-2a65e07f1d8f', title: 'Security Or System Event Log Cleared', level: 'high' as const, findings: 3 };
const FOREIGN = { ruleId: '00000000-0000-4000-8000-000000000000', title: 'Rule Of A Partner', level: 'low' as const, findings: 1 };

function sectionOf(language: Language, topRules: ReportDocument['topRules']): string {
  const report = {
    period: { month: '2026-06', timeZone: 'Asia/Tokyo' }, figures: { funnel: { findings: 4, eventsAccepted: '9' }, byTactic: [] as readonly unknown[] }, weeks: [] as readonly unknown[], topRules,
  } as unknown as ReportDocument;
  return JSON.stringify(findingSection(settingOf(report, language)));
}

describe('the rules that a report shows', () => {
  it('bear Japanese titles for Japanese readers and say what they mean', () => {
    const section = sectionOf('ja', [OWN]);

    expect(section).toContain('"イベントログの消去"');
    expect(section).toContain('イベントログが空にされました。');
    expect(section).not.toContain(OWN.title);
  });

  it('say what they mean in English too, under the title they have', () => {
    expect(sectionOf('en', [OWN])).toMatch(/"term":"Security Or System Event Log Cleared","text":"Somebody emptied an event log\./);
  });

  it('keep the title of their author when somebody else wrote them, and no meaning is made up', () => {
    expect(sectionOf('ja', [FOREIGN])).toContain('{"text":"Rule Of A Partner","language":"en"}');
    expect(sectionOf('ja', [FOREIGN])).not.toContain('検知ルールの意味');
  });
});
