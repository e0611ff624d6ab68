import { Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import type { CombinedError } from '@urql/core';
import { refusalOf } from '../api/refusal';
import { usePageTitle } from './page-title';

/** A short wait shows nothing; a longer one the shape of what comes; after five seconds the way out. */
const SHOW_AFTER_MS = 150;
const CANCEL_AFTER_MS = 5_000;

export function Loading({ height, onCancel }: { readonly height: number | string; readonly onCancel?: () => void }): ReactNode {
  const { formatMessage } = useIntl();
  const waited = useWaited();
  return (
    <div style={{ minHeight: height }} aria-busy="true" aria-live="polite">
      {waited >= SHOW_AFTER_MS && <><Skeleton height={height} /><span className="only-read-aloud">{formatMessage({ id: 'state.loading' })}</span></>}
      {waited >= CANCEL_AFTER_MS && onCancel !== undefined && <Button mt="sm" variant="default" onClick={onCancel}>{formatMessage({ id: 'state.cancel' })}</Button>}
    </div>
  );
}

function useWaited(): number {
  const [waited, setWaited] = useState(0);
  useEffect(() => {
    const timers = [SHOW_AFTER_MS, CANCEL_AFTER_MS].map((ms) => setTimeout(() => setWaited(ms), ms));
    return () => timers.forEach(clearTimeout);
  }, []);
  return waited;
}

/** Why there is nothing, and the one next step. */
export function EmptyState({ title, children, action }: { readonly title: string; readonly children?: ReactNode; readonly action?: ReactNode }): ReactNode {
  return (
    <Stack gap="xs" p="lg" align="flex-start">
      <Title order={2} size="h4">{title}</Title>
      {children !== undefined && <Text className="soft">{children}</Text>}
      {action}
    </Stack>
  );
}

/** In place of a page: what does not exist and what is not yours to see are told in the same words, also in the tab's title. */
export function NotFound(): ReactNode {
  const { formatMessage } = useIntl();
  const title = formatMessage({ id: 'state.notFound' });
  usePageTitle(title);
  return (
    <Stack gap="xs" p="lg" align="flex-start">
      <Title order={1} size="h4">{title}</Title>
      <Text className="soft">{formatMessage({ id: 'state.notFound.text' })}</Text>
    </Stack>
  );
}

/** Refusals that say the same wherever they come from, so they have words of the reader's language. */
const SAID: ReadonlySet<string> = new Set(['UNAVAILABLE', 'FORBIDDEN', 'RATE_LIMITED', 'INTERNAL', 'UNAUTHENTICATED']);

/** One part that failed; the others stand. What was not found and what is not yours to see are told in the same words. */
export function ErrorPanel({ error, onRetry }: { readonly error: CombinedError; readonly onRetry?: () => void }): ReactNode {
  const { formatMessage } = useIntl();
  const { code, message, errorId } = refusalOf(error);
  if (code === 'NOT_FOUND') return <NotFound />;
  const isClosed = code === 'FORBIDDEN';
  return (
    <Stack gap="xs" p="lg" role="alert" align="flex-start">
      <Title order={2} size="h4">{formatMessage({ id: isClosed ? 'state.closed' : code === 'NETWORK' ? 'state.offline' : 'state.error' })}</Title>
      {SAID.has(code) ? <Text>{formatMessage({ id: `state.said.${code}` })}</Text> : message !== '' && <Text lang="en">{message}</Text>}
      {errorId !== undefined && <Text className="mono">{formatMessage({ id: 'state.error.code' }, { code: errorId })}</Text>}
      {onRetry !== undefined && !isClosed && <Group><Button variant="default" onClick={onRetry}>{formatMessage({ id: 'state.retry' })}</Button></Group>}
    </Stack>
  );
}
