import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { HomeTenantDocument } from '../gen/graphql';
import { ErrorPanel, Loading } from '../../shared/page/page-states';
import { usePageTitle } from '../../shared/page/page-title';

export function HomePage(): ReactNode {
  const { formatMessage } = useIntl();
  usePageTitle(formatMessage({ id: 'home.title' }));
  const [{ data, error }, again] = useQuery({ query: HomeTenantDocument });
  if (error !== undefined) return <ErrorPanel error={error} onRetry={() => again({ requestPolicy: 'network-only' })} />;
  if (data === undefined) return <Loading height="60vh" />;
  return <Title order={1}>{data.tenants.nodes[0]?.name}</Title>;
}
