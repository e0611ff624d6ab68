import { Anchor, Button, Kbd } from '@mantine/core';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { SeverityBadge } from '../../shared/severity/severity-badge';
import { useSession } from '../../shared/sign-in/session-provider';
import { TenantTag } from '../../shared/tenant/tenant-tag';
import { VisibleText } from '../../shared/text/visible-text';
import { SlaCountdown } from '../../shared/time/sla-countdown';
import { useNow } from '../../shared/time/use-now';
import type { CaseTenantQuery } from '../gen/graphql';
import type { NumberedCase, PlaceInList } from '../queue/came-from';
import { UndoButton } from '../queue/undo-button';
import type { ActionName, Hindrance } from './case-actions';
import type { DialogKind } from './decision-dialog';
import type { CaseHead } from './use-case';
import type { Taking } from './use-take-release';
import classes from './case.module.css';

export interface CaseHeaderProps {
  readonly head: CaseHead;
  readonly tenant: CaseTenantQuery['tenantBySlug'] | undefined;
  readonly place: PlaceInList | undefined;
  readonly barred: ReadonlyMap<ActionName, Hindrance>;
  readonly taking: Taking;
  readonly onGo: (to: NumberedCase | undefined) => void;
  readonly onBack: () => void;
  readonly onProof: (clockId: string) => void;
  readonly onDecide: (kind: DialogKind) => void;
}

/** Whose case it is, what it is, how bad, until when, and what can be done; it stays in view. */
export function CaseHeader(props: CaseHeaderProps): ReactNode {
  const { formatMessage } = useIntl();
  const { head, tenant, place, onGo, onBack } = props;
  return (
    <header className={classes.header}>
      <div className={classes.line}>
        <span className={classes.company}><TenantTag tenant={head.tenant} full /></span>
        {tenant?.agreement != null && <span className="soft">{formatMessage({ id: `case.service.${tenant.agreement.serviceMode}` })}</span>}
        {tenant?.agreement != null && <LocalTime zone={tenant.agreement.timeZone} />}
        <nav className={classes.place} aria-label={formatMessage({ id: 'case.place' })}>
          <Button size="compact-sm" variant="subtle" onClick={onBack}>{formatMessage({ id: 'case.back' })}<Kbd ml={6} size="xs" aria-hidden="true">u</Kbd></Button>
          {place !== undefined && <>
            <Button size="compact-sm" variant="default" disabled={place.previous === undefined} onClick={() => onGo(place.previous)} aria-label={formatMessage({ id: 'case.previous' })}>[</Button>
            <span className={classes.count}>{formatMessage({ id: 'case.placeOf' }, { place: place.place, count: place.count })}</span>
            <Button size="compact-sm" variant="default" disabled={place.next === undefined} onClick={() => onGo(place.next)} aria-label={formatMessage({ id: 'case.next' })}>]</Button>
          </>}
        </nav>
      </div>
      <h1 className={classes.title}><span className={classes.number}>#{head.number}</span> <VisibleText text={head.title} /></h1>
      <div className={classes.line}>
        <SeverityBadge severity={head.severity} />
        <span><span className="soft">{formatMessage({ id: 'case.field.status' })}</span> <strong>{formatMessage({ id: `case.status.${head.status}` })}</strong>{head.holdReason != null && <> ({formatMessage({ id: `case.hold.${head.holdReason}` })})</>}</span>
        <span><span className="soft">{formatMessage({ id: 'case.field.owner' })}</span> <strong>{head.assignee == null ? formatMessage({ id: 'case.owner.none' }) : <VisibleText text={head.assignee.name} />}</strong></span>
        <Clocks {...props} />
      </div>
      <Actions {...props} />
    </header>
  );
}

function LocalTime({ zone }: { readonly zone: string }): ReactNode {
  const { formatMessage, formatTime } = useIntl();
  const now = useNow();
  return <span className="soft">{formatMessage({ id: 'case.localTime' }, { time: formatTime(now, { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }), zone })}</span>;
}

function Clocks({ head: { clocks }, onProof }: CaseHeaderProps): ReactNode {
  const { formatMessage } = useIntl();
  if (clocks.length === 0) return <span className="soft">{formatMessage({ id: 'case.noPromise' })}</span>;
  return (
    <ul className={classes.clocks} aria-label={formatMessage({ id: 'case.promises' })}>
      {clocks.map((clock) => (
        <li key={clock.id}>
          <SlaCountdown promise={clock} />{' '}
          <Anchor component="button" type="button" size="sm" onClick={() => onProof(clock.id)}>{formatMessage({ id: 'case.proof' })}<span className="only-read-aloud">{formatMessage({ id: `case.metric.${clock.metric}` })}</span></Anchor>
        </li>
      ))}
    </ul>
  );
}

const DECISIONS: readonly (readonly [DialogKind, string | undefined])[] = [['status', 's'], ['verdict', 'v'], ['severity', undefined], ['close', undefined]];

function Actions({ head, barred, taking, onDecide }: CaseHeaderProps): ReactNode {
  const { formatMessage } = useIntl();
  const { facts } = useSession();
  const isClosed = head.status === 'CLOSED';
  const own = barred.get('take') === 'yours' ? 'release' : 'take';
  return (
    <div className={classes.actions} role="group" aria-label={formatMessage({ id: 'case.actions' })}>
      {!isClosed && <Button size="compact-md" variant={own === 'take' ? 'filled' : 'default'} loading={taking.isBusy} onClick={() => taking.run(own)}>{formatMessage({ id: own === 'take' && head.assignee != null ? 'case.takeOver' : `case.${own}` })}<Kbd ml={6} size="xs" aria-hidden="true">a</Kbd></Button>}
      {!isClosed && DECISIONS.map(([kind, key]) => (
        <Button key={kind} size="compact-md" variant="default" disabled={barred.has(kind)} onClick={() => onDecide(kind)} title={barred.has(kind) ? formatMessage({ id: `case.barred.${barred.get(kind) ?? 'closed'}` }) : undefined}>
          {formatMessage({ id: `case.decide.${kind}` })}{key !== undefined && <Kbd ml={6} size="xs" aria-hidden="true">{key}</Kbd>}
        </Button>
      ))}
      {facts.otherUrl !== null && <Anchor size="sm" href={`${facts.otherUrl}/cases/${head.number}`} target="_blank" rel="noopener noreferrer">{formatMessage({ id: 'case.viewAsClient' })}</Anchor>}
      <Notice taking={taking} />
    </div>
  );
}

function Notice({ taking: { told, run } }: { readonly taking: Taking }): ReactNode {
  const { formatMessage } = useIntl();
  return (
    <span role="status" className={classes.notice}>
      {told !== undefined && <>
        {told.kind === 'refused' ? <span lang="en">{told.refusal.message}</span> : formatMessage({ id: `case.told.${told.kind}` })}
        {'undoUntil' in told && told.undoUntil !== undefined && <UndoButton until={told.undoUntil} onUndo={() => run(told.kind === 'take' ? 'release' : 'take')} />}
      </>}
    </span>
  );
}
