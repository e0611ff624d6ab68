import type { Language, Severity } from '@yagura/contracts';
import type { Cell, Tone } from '@yagura/pdf';
import type { ReportDocument } from '../report/report-document';
import { TimeForm } from './time-form';
import { caseWords } from '../words/rule-words';
import { WORDS } from '../words/words';
import type { Words } from '../words/en';

/** What every section is written with: the report, the words and forms of one language. */
export interface Setting {
  readonly report: ReportDocument;
  readonly language: Language;
  readonly words: Words;
  readonly time: TimeForm;
}

export function settingOf(report: ReportDocument, language: Language): Setting {
  return { report, language, words: WORDS[language], time: new TimeForm(language, report.period.timeZone, Number(report.period.month.slice(0, 4))) };
}

export const TONE: Readonly<Record<Severity, Tone>> = { critical: 'critical', high: 'high', medium: 'medium', low: 'low', informational: 'info' };

export const severityCell = ({ words }: Setting, severity: Severity): Cell => ({ text: words.severity[severity], tone: TONE[severity] });

/** Text that people or other systems wrote, with its own language for readers by voice. */
export const foreign = ({ language }: Setting, text: string): Cell => ({ text, language: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text) ? 'ja' : language === 'ja' ? 'en' : language });

/** How a case is called in the report's language; a case of a rule that others wrote keeps the name its author gave it. */
export const caseTitle = ({ language }: Setting, title: string): string => caseWords(title, language)?.title ?? title;

/** A whole number of any size, grouped. */
export const grouped = ({ language }: Setting, count: number | string): string => BigInt(count).toLocaleString(language);

/** A percentage cut to two decimals stays as it is; only trailing zeros go. */
export const percentText = ({ words }: Setting, percent: number | null): string => (percent === null ? words.noValue : `${percent}%`);

/** Minutes of a figure as people say them. */
export const minutesText = ({ words, time }: Setting, minutes: number | null): string => (minutes === null ? words.noValue : time.duration(minutes * 60));

/** The end of a month that is over, in words; null while it runs. */
export const endOf = ({ report: { period }, words, time }: Setting): string | null => (period.isFinal ? words.endOf(time.month(period.month)) : null);

/** When the report is told as of. */
export const asOfText = (setting: Setting): string => endOf(setting) ?? setting.words.at(setting.time.dateTime(setting.report.period.asOf));

export const caseNumber = (number: number): string => `#${number}`;
