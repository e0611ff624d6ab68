import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { PlainTable } from '../../shared/table/plain-table';
import { tableTime } from '../../shared/time/clock-text';
import { durationWords } from '../../shared/time/prose-time';
import { useZone } from '../../shared/time/zone';
import { useLanguage } from '../../shared/words/words-provider';
import { stepsOf, type ClockEntry, type Step } from './steps';

/** The history of a clock, a line for each stretch. `isAlways`: its calendar has no closed hours, so all of a running stretch counts. */
export function StepTable({ entries, asOf, isAlways }: { readonly entries: readonly ClockEntry[]; readonly asOf: string; readonly isAlways: boolean }): ReactNode {
  const { formatMessage } = useIntl();
  const { language } = useLanguage();
  const { zone } = useZone();
  const rows = stepsOf(entries).map((step, index) => ({ ...step, number: index + 1 }));
  const time = (at: string): string => tableTime(new Date(at), zone, new Date(asOf));
  const length = ({ from, to }: Step): string => durationWords((Date.parse(to ?? asOf) - Date.parse(from)) / 1_000, language);
  return (
    <PlainTable
      caption={formatMessage({ id: 'promise.steps' })} rows={rows} rowId={({ number }) => String(number)}
      columns={[
        { id: 'number', header: formatMessage({ id: 'promise.step' }), cell: ({ number }) => number },
        { id: 'when', header: formatMessage({ id: 'promise.step.when' }), cell: ({ from, to }) => (to === from ? time(from) : `${time(from)} – ${to === null ? formatMessage({ id: 'promise.step.now' }) : time(to)}`) },
        { id: 'state', header: formatMessage({ id: 'promise.step.state' }), cell: ({ state }) => formatMessage({ id: `promise.state.${state === 'running' && !isAlways ? 'hours' : state}` }) },
        { id: 'length', header: formatMessage({ id: 'promise.step.length' }), cell: (step) => (step.to === step.from ? '–' : length(step)) },
        { id: 'because', header: formatMessage({ id: 'promise.step.because' }), cell: ({ because, targetSec }) => formatMessage({ id: `promise.because.${because}` }, { target: durationWords(targetSec ?? 0, language) }) },
      ]}
    />
  );
}
