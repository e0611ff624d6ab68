import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';

/** The next page of a list; the rows that are there stay. */
export function LoadMore({ isLoading, onMore }: { readonly isLoading: boolean; readonly onMore: () => void }): ReactNode {
  const { formatMessage } = useIntl();
  return <Button variant="default" size="md" mt="md" loading={isLoading} onClick={onMore}>{formatMessage({ id: 'list.more' })}</Button>;
}
