import { Alert, Button, Group } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useMutation } from 'urql';
import { refusalOf } from '../../shared/api/refusal';
import { TimeAgo, TimeAt } from '../../shared/time/time-ago';
import { IssueCredentialDocument, OpenSourceDocument, RevokeCredentialDocument } from '../gen/graphql';
import { NewCredential } from './new-credential';
import { KINDS } from './add-source';
import type { HealthRow, SourceRow } from './source-rows';
import classes from './source.module.css';

interface CardProps { readonly source: SourceRow; readonly health: HealthRow | undefined; readonly mayWrite: boolean; readonly onChanged: () => void }

/** At most two live credentials, so that one can be changed for the other without a gap. */
const LIVE = 2;

/** One source: whether it sends, what it sent in a day, and who may send for it. */
export function SourceCard({ source, health, mayWrite, onChanged }: CardProps): ReactNode {
  const { formatMessage, formatNumber } = useIntl();
  const state = health?.state ?? 'NEVER_SEEN';
  const kind = KINDS.find((known) => known === source.kind);
  return (
    <article className={classes.card} aria-labelledby={`source-${source.id}`}>
      <header className={classes.head}>
        <h2 id={`source-${source.id}`}><bdi>{source.name}</bdi></h2>
        <span className={classes.state} data-state={state}>{formatMessage({ id: `source.state.${state}` })}</span>
      </header>
      <dl className={classes.facts}>
        <dt>{formatMessage({ id: 'source.field.kind' })}</dt><dd>{kind === undefined ? source.kind : formatMessage({ id: `source.kind.${kind}` })}{source.critical ? ` · ${formatMessage({ id: 'source.isCritical' })}` : ''}</dd>
        <dt>{formatMessage({ id: 'source.lastEvent' })}</dt><dd>{health?.lastSeenAt == null ? formatMessage({ id: 'source.noData' }) : <TimeAgo at={health.lastSeenAt} />}</dd>
        <dt>{formatMessage({ id: 'source.lastDay' })}</dt>
        <dd>{health === undefined ? formatMessage({ id: 'source.noData' }) : formatMessage({ id: 'source.day' }, { events: formatNumber(Number(health.recordsLastDay)), megabytes: formatNumber(Number(health.rawBytesLastDay) / 1e6, { maximumFractionDigits: 1 }), refused: formatNumber(Number(health.refusedLastDay)) })}</dd>
      </dl>
      <Credentials source={source} health={health} mayWrite={mayWrite} onChanged={onChanged} />
    </article>
  );
}

function Credentials({ source, health, mayWrite, onChanged }: CardProps): ReactNode {
  const { formatMessage } = useIntl();
  const [token, setToken] = useState<string>();
  const [issuing, issue] = useMutation(IssueCredentialDocument);
  const [revoking, revoke] = useMutation(RevokeCredentialDocument);
  const [opening, open] = useMutation(OpenSourceDocument);
  const live = source.credentials.filter(({ state }) => state !== 'REVOKED');
  const error = issuing.error ?? revoking.error ?? opening.error;
  const make = async (): Promise<void> => {
    const { data } = await issue({ input: { sourceId: source.id } });
    if (data !== undefined) setToken(data.issueSourceCredential.token);
    onChanged();
  };
  return (
    <section aria-label={formatMessage({ id: 'source.credentials' })}>
      {error !== undefined && <Alert color="red" role="alert" title={formatMessage({ id: 'source.change.failed' })}>{refusalOf(error).message}</Alert>}
      {live.length === 0 && <p className="soft">{formatMessage({ id: 'source.credential.none' })}</p>}
      <ul className={classes.credentials}>
        {live.map(({ id, publicId, state, issuedAt }) => (
          <li key={id}>
            <code className="mono">{publicId}…</code> <span>{formatMessage({ id: `source.credential.${state}` })}</span> <span className="soft"><TimeAt at={issuedAt} /></span>
            {mayWrite && <Button size="compact-sm" variant="subtle" onClick={() => void revoke({ input: { credentialId: id } }).then(onChanged)}>{formatMessage({ id: 'source.credential.revoke' })}</Button>}
          </li>
        ))}
      </ul>
      {token !== undefined && <NewCredential source={source} health={health} token={token} onDone={() => setToken(undefined)} />}
      {mayWrite && token === undefined && (
        <Group>
          <Button size="xs" loading={issuing.fetching} disabled={live.length >= LIVE || !source.enabled} onClick={() => void make()}>{formatMessage({ id: 'source.credential.issue' })}</Button>
          <Button size="xs" variant="default" loading={opening.fetching} onClick={() => void open({ input: { sourceId: source.id, enabled: !source.enabled } }).then(onChanged)}>{formatMessage({ id: source.enabled ? 'source.close' : 'source.open' })}</Button>
        </Group>
      )}
    </section>
  );
}
