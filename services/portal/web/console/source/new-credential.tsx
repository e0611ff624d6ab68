import { Alert, Button, SegmentedControl } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { durationText } from '../../shared/time/clock-text';
import { useNow } from '../../shared/time/use-now';
import { SourceDoorsDocument } from '../gen/graphql';
import { senderConfigs } from './source-config';
import type { HealthRow, SourceRow } from './source-rows';
import classes from './source.module.css';

interface NewCredentialProps { readonly source: SourceRow; readonly health: HealthRow | undefined; readonly token: string; readonly onDone: () => void }

/** Shows a credential this once, inside the configuration it goes into, and waits with the person for the first event. */
export function NewCredential({ source, health, token, onDone }: NewCredentialProps): ReactNode {
  const { formatMessage } = useIntl();
  const [{ data }] = useQuery({ query: SourceDoorsDocument, variables: { id: source.id } });
  const [chosen, choose] = useState('curl');
  const [isCopied, setCopied] = useState(false);
  const configs = data === undefined ? [] : senderConfigs(data.source.doors, token);
  const config = configs.find(({ id }) => id === chosen);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(config?.text ?? token);
    setCopied(true);
  };
  return (
    <Alert color="harbour" title={formatMessage({ id: 'source.credential.once' })} mb="sm">
      <SegmentedControl size="xs" aria-label={formatMessage({ id: 'source.sender' })} value={chosen} onChange={(value) => { choose(value); setCopied(false); }} data={configs.map(({ id, name }) => ({ value: id, label: name }))} />
      <pre className={classes.config} tabIndex={0} aria-label={formatMessage({ id: 'source.config' })}><code>{config?.text ?? token}</code></pre>
      <Button size="xs" onClick={() => void copy()}>{formatMessage({ id: isCopied ? 'source.copied' : 'source.copy' })}</Button>
      <FirstEvent health={health} />
      <Button size="xs" variant="default" onClick={onDone}>{formatMessage({ id: 'source.credential.done' })}</Button>
    </Alert>
  );
}

function FirstEvent({ health }: { readonly health: HealthRow | undefined }): ReactNode {
  const { formatMessage } = useIntl();
  const now = useNow();
  const [since] = useState(() => Date.now());
  // The time of the last event is told by the minute; only their number says whether one came since.
  const records = Number(health?.recordsLastDay ?? 0);
  const [before] = useState(records);
  const isThere = records > before;
  return <p role="status">{isThere ? formatMessage({ id: 'source.first.there' }) : formatMessage({ id: 'source.first.waiting' }, { waited: durationText(now - since) })}</p>;
}
