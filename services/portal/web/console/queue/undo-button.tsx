import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useNow } from '../../shared/time/use-now';

/** How long a thing can be taken back. */
export const UNDO_FOR_MS = 10_000;

/** Takes something back while there is time; then it is gone. */
export function UndoButton({ until, onUndo }: { readonly until: number; readonly onUndo: () => void }): ReactNode {
  const { formatMessage } = useIntl();
  const left = Math.ceil((until - useNow()) / 1_000);
  if (left <= 0) return null;
  return <Button variant="default" size="xs" onClick={onUndo}>{formatMessage({ id: 'queue.undo' }, { seconds: Math.min(left, UNDO_FOR_MS / 1_000) })}</Button>;
}
