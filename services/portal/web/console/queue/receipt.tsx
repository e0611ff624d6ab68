import { CloseButton } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import type { Client } from '@urql/core';
import type { Refusal } from '../../shared/api/refusal';
import { TenantTag } from '../../shared/tenant/tenant-tag';
import type { QueueRow, QueueStore } from './queue-store';
import { giveBack, refusalWords, take, type Taken } from './taking';
import { UNDO_FOR_MS, UndoButton } from './undo-button';
import classes from './queue.module.css';

type Told =
  | { readonly kind: 'taken'; readonly taken: Taken; readonly until: number }
  | { readonly kind: 'given_back'; readonly row: QueueRow }
  | { readonly kind: 'refused'; readonly row: QueueRow; readonly refused: Refusal };

/** Takes one case at once, and keeps what there is to say about it. */
export function useTaking(client: Client, store: QueueStore): { readonly told: Told | undefined; readonly takeOne: (row: QueueRow) => void; readonly undo: (taken: Taken) => void; readonly close: () => void } {
  const [told, setTold] = useState<Told>();
  useEffect(() => {
    if (told === undefined || told.kind === 'refused') return undefined;
    const timer = setTimeout(() => setTold(undefined), UNDO_FOR_MS);
    return () => clearTimeout(timer);
  }, [told]);
  const takeOne = (row: QueueRow): void => {
    void take(client, store, row).then((answer) => setTold('done' in answer ? { kind: 'taken', taken: answer.done, until: Date.now() + UNDO_FOR_MS } : { kind: 'refused', row, refused: answer.refused }));
  };
  const undo = (taken: Taken): void => {
    void giveBack(client, store, taken).then((answer) => setTold('done' in answer ? { kind: 'given_back', row: taken.row } : { kind: 'refused', row: taken.row, refused: answer.refused }));
  };
  return { told, takeOne, undo, close: () => setTold(undefined) };
}

/** What became of the last case that was taken, with the way back. */
export function Receipt({ told, onUndo, onClose }: { readonly told: Told | undefined; readonly onUndo: (taken: Taken) => void; readonly onClose: () => void }): ReactNode {
  const { formatMessage } = useIntl();
  const row = told?.kind === 'taken' ? told.taken.row : told?.row;
  return (
    <div role="status" className={classes.receiptPlace}>
      {told !== undefined && row !== undefined && (
        <div className={classes.receipt} data-kind={told.kind}>
          <TenantTag tenant={row.tenant} />
          <span>{formatMessage({ id: `queue.receipt.${told.kind}` }, { number: row.number })} {told.kind === 'refused' && <RefusalText refused={told.refused} />}</span>
          {told.kind === 'taken' && told.taken.wasFree && <UndoButton until={told.until} onUndo={() => onUndo(told.taken)} />}
          <CloseButton size="sm" aria-label={formatMessage({ id: 'queue.receipt.close' })} onClick={onClose} />
        </div>
      )}
    </div>
  );
}

/** Why something was refused. */
export function RefusalText({ refused }: { readonly refused: Refusal }): ReactNode {
  const { formatMessage } = useIntl();
  const words = refusalWords(refused);
  return words === undefined ? <span lang="en">{refused.message}</span> : formatMessage({ id: words });
}
