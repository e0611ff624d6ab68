import type { Language } from '@yagura/contracts';
import type { DocumentModel } from '@yagura/pdf';
import { localDate } from '../figure/period';
import type { ReportDocument } from '../report/report-document';
import { caseSection, storySection } from './case-section';
import { coverageSection } from './coverage-section';
import { definitionSection } from './definition-section';
import { findingSection } from './finding-section';
import { promiseSection } from './promise-section';
import { settingOf, type Setting } from './setting';
import { speedSection } from './speed-section';
import { summarySection } from './summary-section';

/** A report in the words of one language, ready to be set; it names the hash of the JSON that says the same without words. */
export function reportModel(report: ReportDocument, language: Language, jsonSha256: string): DocumentModel {
  const setting = settingOf(report, language);
  const { words: { head, issuer, handling }, time } = setting;
  const { month, isFinal, asOf } = report.period;
  const title = time.month(month);
  const stories = storySection(setting);
  return {
    language, kind: isFinal ? head.kind : head.kindToDate, title: isFinal ? head.title(title) : head.titleToDate(title), subtitle: subtitle(setting), issuer, handling,
    createdAt: new Date(asOf),
    blocks: [
      ...summarySection(setting), ...coverageSection(setting), ...findingSection(setting), ...caseSection(setting), ...promiseSection(setting), ...speedSection(setting), ...stories,
      ...definitionSection(setting, jsonSha256, stories.length === 0 ? 7 : 8),
    ],
  };
}

function subtitle({ report: { tenant, period }, words: { head }, time }: Setting): string {
  const first = time.date(`${period.month}-01`);
  if (!period.isFinal) return head.periodToDate(tenant.name, first, time.dateTime(period.asOf));
  return head.period(tenant.name, first, time.date(localDate(new Date(Date.parse(period.until) - 1), period.timeZone)), time.zone());
}
