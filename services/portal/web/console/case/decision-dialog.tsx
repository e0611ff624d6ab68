import { Button, Group, Modal, Radio, Stack, Textarea } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { SEVERITIES, SeverityBadge, type Severity } from '../../shared/severity/severity-badge';
import { TenantTag } from '../../shared/tenant/tenant-tag';
import { VisibleText } from '../../shared/text/visible-text';
import { reasonOf, SHORTEST_REASON, statusesAfter, type WorkStatus } from './case-actions';
import { ChangedMeanwhile, useSeenStory } from './changed-meanwhile';
import type { CaseHead, ReadCase } from './use-case';
import { useDecisions, type Decision } from './use-decisions';

export type DialogKind = 'status' | 'severity' | 'verdict' | 'close';
const HOLDS = ['CUSTOMER', 'VENDOR', 'MAINTENANCE'] as const;
/** The usual ones first; a lead sees at a glance what most cases end as. */
const VERDICTS = ['TRUE_POSITIVE', 'FALSE_POSITIVE', 'BENIGN', 'SUSPICIOUS', 'TEST', 'DUPLICATE', 'INSUFFICIENT_DATA', 'SECURITY_RISK', 'MANAGED_EXTERNALLY', 'DISREGARD'] as const;

interface Filled { readonly choice?: string; readonly hold?: string; readonly reason: string }
const oneOf = <Value extends string>(values: readonly Value[], text: string | undefined): Value | undefined => values.find((value) => value === text);

/** What is sent; undefined while something is missing. */
function decisionOf(kind: DialogKind, { choice, hold, reason }: Filled): Decision | undefined {
  const why = reasonOf(reason);
  if (kind === 'close') return { kind };
  if (kind === 'status') {
    const status = oneOf<WorkStatus>(['IN_PROGRESS', 'ON_HOLD', 'RESOLVED'], choice);
    const holdReason = oneOf(HOLDS, hold);
    if (status === undefined || (status === 'ON_HOLD' && holdReason === undefined)) return undefined;
    return { kind, input: status === 'ON_HOLD' && holdReason !== undefined ? { status, holdReason } : { status } };
  }
  if (why === undefined) return undefined;
  const severity = oneOf<Severity>(SEVERITIES, choice);
  const verdict = oneOf(VERDICTS, choice);
  if (kind === 'severity') return severity === undefined ? undefined : { kind, input: { severity, reason: why } };
  return verdict === undefined ? undefined : { kind, input: { verdict, reason: why } };
}

export interface DecisionDialogProps {
  readonly kind: DialogKind;
  readonly read: ReadCase;
  readonly onRefresh: () => Promise<ReadCase | undefined>;
  readonly onClose: () => void;
}

/** One decision about one case: it names the company, asks what it needs, and says what follows. What was typed stays when the case changed meanwhile. */
export function DecisionDialog({ kind, read, onRefresh, onClose }: DecisionDialogProps): ReactNode {
  const { formatMessage } = useIntl();
  const { head } = read;
  const [filled, setFilled] = useState<Filled>({ reason: kind === 'verdict' ? head.verdictReason ?? '' : '', ...(kind === 'verdict' && head.verdict != null ? { choice: head.verdict } : {}) });
  const [state, setState] = useState<{ readonly kind: 'open' | 'sending' | 'conflict' } | { readonly kind: 'refused'; readonly message: string }>({ kind: 'open' });
  const [version, setVersion] = useState(head.version);
  const { seen } = useSeenStory(read);
  const decide = useDecisions();
  const decision = decisionOf(kind, filled);
  const send = async (): Promise<void> => {
    if (decision === undefined || state.kind === 'sending') return;
    setState({ kind: 'sending' });
    const outcome = await decide(decision, { caseId: head.id, expectedVersion: version });
    if (outcome.kind === 'refused') return setState({ kind: 'refused', message: outcome.refusal.message });
    const now = await onRefresh();
    if (outcome.kind === 'done') return onClose();
    // What is sent again rests on what is shown above the button, never on something newer.
    setVersion(now?.head.version ?? version);
    setState({ kind: 'conflict' });
  };
  return (
    <Modal opened onClose={onClose} title={formatMessage({ id: `case.decide.${kind}` })} closeButtonProps={{ 'aria-label': formatMessage({ id: 'case.dialog.close' }) }}>
      <form onSubmit={(event) => { event.preventDefault(); void send(); }}>
        <Stack gap="md">
          <p><TenantTag tenant={head.tenant} full /> · #{head.number} <VisibleText text={head.title} /></p>
          {state.kind === 'conflict' && <ChangedMeanwhile read={read} seen={seen} text={formatMessage({ id: 'case.conflict.choose' })} />}
          <Fields kind={kind} head={head} filled={filled} onFill={setFilled} />
          {(kind === 'severity' || kind === 'verdict') && (
            <Textarea
              autosize minRows={2} maxRows={8} maxLength={2_000} label={formatMessage({ id: 'case.reason' })} description={formatMessage({ id: `case.reason.${kind}` }, { count: SHORTEST_REASON })}
              value={filled.reason} onChange={({ currentTarget }) => setFilled({ ...filled, reason: currentTarget.value })} required
            />
          )}
          <p className="soft">{formatMessage({ id: `case.effect.${kind}` })}</p>
          {state.kind === 'refused' && <p role="alert">{formatMessage({ id: 'case.refused' })} <span lang="en">{state.message}</span></p>}
          <Group justify="flex-end">
            <Button type="button" variant="default" onClick={onClose}>{formatMessage({ id: state.kind === 'conflict' ? 'case.conflict.keep' : 'case.dialog.cancel' })}</Button>
            <Button type="submit" loading={state.kind === 'sending'} disabled={decision === undefined}>{formatMessage({ id: state.kind === 'conflict' ? 'case.conflict.redo' : `case.do.${kind}` })}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Fields({ kind, head, filled, onFill }: { readonly kind: DialogKind; readonly head: CaseHead; readonly filled: Filled; readonly onFill: (filled: Filled) => void }): ReactNode {
  const { formatMessage } = useIntl();
  const choose = (choice: string): void => onFill({ ...filled, choice });
  if (kind === 'close') return <p>{formatMessage({ id: 'case.close.verdict' })} <strong>{head.verdict == null ? '' : formatMessage({ id: `case.verdict.${head.verdict}` })}</strong>{head.verdictReason != null && <> — <VisibleText text={head.verdictReason} /></>}</p>;
  const values: readonly string[] = kind === 'status' ? statusesAfter(head.status) : kind === 'severity' ? SEVERITIES.filter((one) => one !== head.severity) : VERDICTS;
  const label = (value: string): ReactNode => (kind === 'severity' ? <SeverityBadge severity={value as Severity} /> : formatMessage({ id: `case.${kind}.${value}` }));
  return (
    <>
      <Radio.Group label={formatMessage({ id: `case.field.${kind}` })} value={filled.choice ?? ''} onChange={choose} required>
        <Stack gap={6} mt="xs">{values.map((value, index) => <Radio key={value} value={value} label={label(value)} data-autofocus={index === 0 || undefined} />)}</Stack>
      </Radio.Group>
      {kind === 'status' && filled.choice === 'ON_HOLD' && (
        <Radio.Group label={formatMessage({ id: 'case.field.hold' })} value={filled.hold ?? ''} onChange={(hold) => onFill({ ...filled, hold })} required>
          <Stack gap={6} mt="xs">{HOLDS.map((hold) => <Radio key={hold} value={hold} label={formatMessage({ id: `case.hold.${hold}` })} />)}</Stack>
        </Radio.Group>
      )}
    </>
  );
}
