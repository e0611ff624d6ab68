import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { EmptyState } from './page-states';

/** What a page shows in its own place when it failed; the shell around it goes on working. */
export function PageFault(): ReactNode {
  const { formatMessage } = useIntl();
  return (
    <EmptyState title={formatMessage({ id: 'error.page.title' })} action={<Button onClick={() => location.reload()}>{formatMessage({ id: 'state.retry' })}</Button>}>
      {formatMessage({ id: 'error.page.text' })}
    </EmptyState>
  );
}
