import { Button, Group, Title } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { EmptyState, ErrorPanel, Loading } from '../../shared/page/page-states';
import { usePageTitle } from '../../shared/page/page-title';
import { TenantTag } from '../../shared/tenant/tenant-tag';
import { TenantProfileDocument, TenantSourcesDocument } from '../gen/graphql';
import { AddSource } from './add-source';
import { SourceCard } from './source-card';
import { useMayWriteSources } from './use-may-write-sources';
import classes from './source.module.css';

const LOOK_AGAIN_MS = 5_000;

/** The sources of one tenant: what they sent, since when they are silent, and their credentials. */
export function SourcesPage(): ReactNode {
  const { formatMessage } = useIntl();
  const { tenant: slug } = useParams({ from: '/t/$tenant/sources' });
  const [{ data: profile, error: profileError }] = useQuery({ query: TenantProfileDocument, variables: { slug } });
  const tenant = profile?.tenantBySlug;
  usePageTitle(formatMessage({ id: 'source.title' }), tenant?.code);
  if (tenant === undefined) return profileError === undefined ? <Loading height="60vh" /> : <ErrorPanel error={profileError} />;
  return (
    <>
      <Title order={1} size="h2" mb="md"><TenantTag tenant={tenant} full /> · {formatMessage({ id: 'source.title' })}</Title>
      <Sources tenantId={tenant.id} />
    </>
  );
}

function Sources({ tenantId }: { readonly tenantId: string }): ReactNode {
  const { formatMessage } = useIntl();
  const mayWrite = useMayWriteSources(tenantId);
  const [isAdding, setAdding] = useState(false);
  const [{ data, error }, again] = useQuery({ query: TenantSourcesDocument, variables: { tenantId }, requestPolicy: 'cache-and-network' });
  useEffect(() => {
    const timer = setInterval(() => again({ requestPolicy: 'network-only' }), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [again]);
  if (data === undefined) return error === undefined ? <Loading height="40vh" /> : <ErrorPanel error={error} onRetry={() => again({ requestPolicy: 'network-only' })} />;
  const { nodes } = data.sources;
  const add = mayWrite && !isAdding ? <Button onClick={() => setAdding(true)}>{formatMessage({ id: 'source.add' })}</Button> : null;
  return (
    <>
      {nodes.length > 0 && <Group mb="md">{add}</Group>}
      {isAdding && <AddSource tenantId={tenantId} onDone={() => { setAdding(false); again({ requestPolicy: 'network-only' }); }} />}
      {nodes.length === 0 && !isAdding && <EmptyState title={formatMessage({ id: 'source.none' })} action={add}>{formatMessage({ id: mayWrite ? 'source.none.operator' : 'source.none.other' })}</EmptyState>}
      <ul className={classes.list}>
        {nodes.map((source) => (
          <li key={source.id}><SourceCard source={source} health={data.sourceHealth.find(({ sourceId }) => sourceId === source.id)} mayWrite={mayWrite} onChanged={() => again({ requestPolicy: 'network-only' })} /></li>
        ))}
      </ul>
    </>
  );
}
