import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { QueueRowsDocument } from '../gen/graphql';
import { ErrorPanel, Loading } from '../../shared/page/page-states';
import { usePageTitle } from '../../shared/page/page-title';
import { SeverityBadge } from '../../shared/severity/severity-badge';
import { TenantTag } from '../../shared/tenant/tenant-tag';
import { TimeAgo } from '../../shared/time/time-ago';

export function QueuePage(): ReactNode {
  const { formatMessage } = useIntl();
  usePageTitle(formatMessage({ id: 'queue.title' }));
  const [{ data, error }, again] = useQuery({ query: QueueRowsDocument, variables: { first: 50 } });
  if (error !== undefined) return <ErrorPanel error={error} onRetry={() => again({ requestPolicy: 'network-only' })} />;
  if (data === undefined) return <Loading height="60vh" />;
  return <ul>{data.cases.nodes.map((row) => <li key={row.id}><SeverityBadge severity={row.severity} /> <TenantTag tenant={row.tenant} /> #{row.number} <bdi>{row.title}</bdi> <TimeAgo at={row.openedAt} /></li>)}</ul>;
}
