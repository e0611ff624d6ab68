import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useRef, useState, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import type { Client } from '@urql/core';
import type { Refusal } from '../../shared/api/refusal';
import { TenantTag } from '../../shared/tenant/tenant-tag';
import { countsPerTenant, runBulk } from './bulk';
import type { QueueRow, QueueStore } from './queue-store';
import { RefusalText } from './receipt';
import { giveBack, take, type Taken } from './taking';
import { UNDO_FOR_MS, UndoButton } from './undo-button';
import classes from './queue.module.css';

/** As many requests as one browser sends beside its stream without holding up anything else. */
const AT_ONCE = 3;

interface Refused { readonly row: QueueRow; readonly refused: Refusal }
interface Run {
  readonly what: 'take' | 'undo';
  readonly of: number;
  readonly done: number;
  readonly refused: readonly Refused[];
  readonly isOver: boolean;
}

export interface BulkTakeProps {
  readonly rows: readonly QueueRow[];
  readonly myId: string | undefined;
  readonly client: Client;
  readonly store: QueueStore;
  readonly onClose: (isDone: boolean) => void;
}

/** Takes several cases: says first whose they are, then how far it is, then what was refused and why; undo gives back what nobody had. */
export function BulkTake({ rows, myId, client, store, onClose }: BulkTakeProps): ReactNode {
  const { formatMessage } = useIntl();
  const [run, setRun] = useState<Run>();
  const [until, setUntil] = useState(0);
  const taken = useRef<Taken[]>([]);
  const isStopped = useRef(false);

  const start = async (what: Run['what'], items: readonly (QueueRow | Taken)[]): Promise<void> => {
    isStopped.current = false;
    setRun({ what, of: items.length, done: 0, refused: [], isOver: false });
    await runBulk<QueueRow | Taken, Taken | true, Refusal>(items, {
      atOnce: AT_ONCE, isStopped: () => isStopped.current, act: (item) => ('row' in item ? giveBack(client, store, item) : take(client, store, item)),
      onOutcome: (outcome) => {
        const row = 'row' in outcome.item ? outcome.item.row : outcome.item;
        if ('done' in outcome && outcome.done !== true) taken.current.push(outcome.done);
        setRun((now) => now && ('done' in outcome ? { ...now, done: now.done + 1 } : { ...now, refused: [...now.refused, { row, refused: outcome.refused }] }));
      },
    });
    if (what === 'take') setUntil(Date.now() + UNDO_FOR_MS);
    setRun((now) => now && { ...now, isOver: true });
  };
  const undo = (): void => {
    const free = taken.current.filter(({ wasFree }) => wasFree);
    taken.current = [];
    void start('undo', free);
  };
  const close = (): void => {
    isStopped.current = true;
    onClose(run !== undefined);
  };
  const free = taken.current.filter(({ wasFree }) => wasFree).length;
  return (
    <Modal opened onClose={close} title={formatMessage({ id: 'queue.bulk.title' }, { count: rows.length })} size="lg" closeButtonProps={{ 'aria-label': formatMessage({ id: 'queue.bulk.close' }) }}>
      {run === undefined ? <Question rows={rows} myId={myId} onTake={() => void start('take', rows)} onClose={close} /> : (
        <Stack gap="sm">
          <Progress run={run} />
          {run.refused.length > 0 && <Refusals refused={run.refused} />}
          <Group>
            {!run.isOver && <Button variant="default" onClick={() => { isStopped.current = true; }}>{formatMessage({ id: 'queue.bulk.stop' })}</Button>}
            {run.isOver && run.what === 'take' && run.refused.length > 0 && <Button onClick={() => void start('take', run.refused.map(({ row }) => row))}>{formatMessage({ id: 'queue.bulk.retry' }, { count: run.refused.length })}</Button>}
            {run.isOver && run.what === 'take' && free > 0 && <UndoButton until={until} onUndo={undo} />}
            {run.isOver && <Button variant="default" onClick={close}>{formatMessage({ id: 'queue.bulk.done' })}</Button>}
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

function Question({ rows, myId, onTake, onClose }: { readonly rows: readonly QueueRow[]; readonly myId: string | undefined; readonly onTake: () => void; readonly onClose: () => void }): ReactNode {
  const { formatMessage } = useIntl();
  const others = rows.filter(({ assignee }) => assignee !== null && assignee.id !== myId);
  return (
    <Stack gap="sm">
      <table className={classes.counts}>
        <thead><tr><th scope="col">{formatMessage({ id: 'queue.column.tenant' })}</th><th scope="col" className={classes.number}>{formatMessage({ id: 'queue.bulk.cases' })}</th></tr></thead>
        <tbody>{countsPerTenant(rows).map(({ tenant, count }) => <tr key={tenant.id}><td><TenantTag tenant={tenant} full /></td><td className={classes.number}>{count}</td></tr>)}</tbody>
      </table>
      {others.length > 0 && (
        <div className={classes.warning}>
          <Text fw={600}>{formatMessage({ id: 'queue.bulk.others' }, { count: others.length })}</Text>
          <ul>{others.slice(0, 20).map((row) => <li key={row.id}><TenantTag tenant={row.tenant} /> #{row.number} <bdi>{row.assignee?.name}</bdi></li>)}</ul>
        </div>
      )}
      <Text size="sm" className="soft">{formatMessage({ id: 'queue.bulk.text' })}</Text>
      <Group>
        <Button variant="default" onClick={onClose}>{formatMessage({ id: 'queue.bulk.cancel' })}</Button>
        <Button onClick={onTake} data-autofocus={others.length === 0 || undefined}>{formatMessage({ id: 'queue.bulk.take' }, { count: rows.length })}</Button>
      </Group>
    </Stack>
  );
}

function Progress({ run: { what, of, done, refused, isOver } }: { readonly run: Run }): ReactNode {
  const { formatMessage } = useIntl();
  const text = formatMessage({ id: `queue.bulk.${what}.${isOver ? 'over' : 'running'}` }, { done, of, refused: refused.length });
  return (
    <div>
      <Text role="status" fw={600}>{text}</Text>
      <progress className={classes.progress} max={of} value={done + refused.length} aria-label={text} />
    </div>
  );
}

function Refusals({ refused }: { readonly refused: readonly Refused[] }): ReactNode {
  const { formatMessage } = useIntl();
  return (
    <section aria-label={formatMessage({ id: 'queue.bulk.refusals' })}>
      <ul className={classes.refusals}>
        {refused.map(({ row, refused: why }) => <li key={row.id}><TenantTag tenant={row.tenant} /> <span>#{row.number}</span> <bdi>{row.title}</bdi>: <RefusalText refused={why} /></li>)}
      </ul>
    </section>
  );
}
