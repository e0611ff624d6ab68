import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { ErrorPanel, Loading } from '../../shared/page/page-states';
import { PlainTable } from '../../shared/table/plain-table';
import { TenantTag } from '../../shared/tenant/tenant-tag';
import { VisibleText } from '../../shared/text/visible-text';
import { durationText } from '../../shared/time/clock-text';
import { TimeAt } from '../../shared/time/time-ago';
import { CaseProofDocument, type CaseProofQuery } from '../gen/graphql';
import { clockSteps } from './clock-steps';
import type { CaseHead } from './use-case';
import classes from './case.module.css';

type Replay = CaseProofQuery['slaClockReplay'];
const length = (seconds: number): string => durationText(Math.trunc(seconds) * 1_000);

/** How a promise was computed: its terms, its history, the sum, and whether a new computation agrees with what is stored. */
export function ProofPanel({ clockId, head, onClose }: { readonly clockId: string; readonly head: CaseHead; readonly onClose: () => void }): ReactNode {
  const { formatMessage } = useIntl();
  const [{ data, error }, again] = useQuery({ query: CaseProofDocument, variables: { clockId }, requestPolicy: 'network-only' });
  return (
    <Modal opened onClose={onClose} size="xl" title={formatMessage({ id: 'case.proof.title' })} closeButtonProps={{ 'aria-label': formatMessage({ id: 'case.dialog.close' }) }}>
      <p><TenantTag tenant={head.tenant} full /> · #{head.number} <VisibleText text={head.title} /></p>
      {data != null ? <Proof replay={data.slaClockReplay} /> : error === undefined ? <Loading height="20rem" /> : <ErrorPanel error={error} onRetry={() => again({ requestPolicy: 'network-only' })} />}
    </Modal>
  );
}

function Proof({ replay }: { readonly replay: Replay }): ReactNode {
  const { formatMessage } = useIntl();
  const { clock, result, agrees, asOf, pauseOn, entries, tzVersion } = replay;
  const verdict = result.outcome === 'MET' || result.outcome === 'BREACHED' || result.outcome === 'CANCELLED' ? result.outcome : result.state;
  return (
    <div className={classes.proof}>
      <p className={classes.result} data-outcome={result.outcome}>{formatMessage({ id: `case.proof.result.${verdict}` }, { metric: formatMessage({ id: `case.metric.${clock.metric}` }), elapsed: length(result.elapsedSec), target: length(clock.targetSec), rest: length(Math.abs(result.remainingSec)) })}</p>
      <p className={classes.agrees} data-agrees={agrees} role={agrees ? undefined : 'alert'}>{formatMessage({ id: agrees ? 'case.proof.agrees' : 'case.proof.differs' })} <TimeAt at={asOf} /></p>
      <h3>{formatMessage({ id: 'case.proof.formula' })}</h3>
      <p>{formatMessage({ id: 'case.proof.formula.text' }, { calendar: clock.calendar, policy: clock.policyVersion })}</p>
      <p className="mono">{formatMessage({ id: 'case.proof.sum' }, { gross: length(result.grossSec), paused: length(result.pausedSec.reduce((sum, { seconds }) => sum + seconds, 0)), elapsed: length(result.elapsedSec), percent: result.elapsedPct })}</p>
      {pauseOn.length > 0 && <p className="soft">{formatMessage({ id: 'case.proof.pauseOn' }, { reasons: pauseOn.map((reason) => reasonWord(reason, formatMessage)).join(', ') })}</p>}
      <Steps replay={replay} />
      <h3>{formatMessage({ id: 'case.proof.entries' })}</h3>
      <PlainTable
        caption={formatMessage({ id: 'case.proof.entries' })} rows={entries} rowId={({ sequence }) => String(sequence)}
        columns={[
          { id: 'sequence', header: '#', cell: ({ sequence }) => sequence, isFigure: true },
          { id: 'at', header: formatMessage({ id: 'case.proof.at' }), cell: ({ at }) => <TimeAt at={at} /> },
          { id: 'kind', header: formatMessage({ id: 'case.proof.what' }), cell: ({ kind, targetSec }) => <>{formatMessage({ id: `case.proof.kind.${kind}` })}{targetSec != null && <> · {length(targetSec)}</>}</> },
          { id: 'reason', header: formatMessage({ id: 'case.proof.because' }), cell: ({ reason }) => (reason == null ? '—' : reasonWord(reason, formatMessage)) },
          { id: 'recordedAt', header: formatMessage({ id: 'case.proof.recorded' }), cell: ({ recordedAt }) => <TimeAt at={recordedAt} /> },
        ]}
      />
      <p className="soft">{formatMessage({ id: 'case.proof.footing' }, { tz: tzVersion, errors: result.dataErrors })}</p>
    </div>
  );
}

function Steps({ replay: { entries, asOf } }: { readonly replay: Replay }): ReactNode {
  const { formatMessage } = useIntl();
  return (
    <>
      <h3>{formatMessage({ id: 'case.proof.steps' })}</h3>
      <PlainTable
        caption={formatMessage({ id: 'case.proof.steps' })} rows={clockSteps(entries, asOf)} rowId={({ because }) => String(because.sequence)}
        columns={[
          { id: 'from', header: formatMessage({ id: 'case.proof.from' }), cell: ({ from }) => <TimeAt at={new Date(from).toISOString()} /> },
          { id: 'until', header: formatMessage({ id: 'case.proof.until' }), cell: ({ until }) => <TimeAt at={new Date(until).toISOString()} /> },
          { id: 'state', header: formatMessage({ id: 'case.proof.state' }), cell: ({ state }) => formatMessage({ id: `case.proof.state.${state}` }) },
          { id: 'length', header: formatMessage({ id: 'case.proof.length' }), cell: ({ from, until }) => durationText(until - from), isFigure: true },
          { id: 'because', header: formatMessage({ id: 'case.proof.because' }), cell: ({ because: { kind, reason } }) => <>{formatMessage({ id: `case.proof.kind.${kind}` })}{reason != null && <> · {reasonWord(reason, formatMessage)}</>}</> },
        ]}
      />
    </>
  );
}

const REASONS: Readonly<Record<string, string>> = {
  customer: 'case.hold.CUSTOMER', vendor: 'case.hold.VENDOR', maintenance: 'case.hold.MAINTENANCE', acknowledged: 'case.proof.reason.acknowledged', resolved: 'case.proof.reason.resolved', closed: 'case.proof.reason.closed',
};

/** A reason in words where it is one of ours, else as it was recorded. */
function reasonWord(reason: string, formatMessage: (sentence: { readonly id: string }) => string): string {
  const id = REASONS[reason.toLowerCase()];
  return id === undefined ? reason : formatMessage({ id });
}
