import { Button, Group, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { EmptyState, ErrorPanel, Loading } from '../../shared/page/page-states';
import { usePageTitle } from '../../shared/page/page-title';
import { PlainTable, type PlainColumn } from '../../shared/table/plain-table';
import { TenantTag } from '../../shared/tenant/tenant-tag';
import { TenantListDocument, type TenantListQuery } from '../gen/graphql';
import { progressOf, wordsOfStep } from './onboarding-progress';
import classes from './tenant.module.css';

type Row = TenantListQuery['tenants']['nodes'][number];
const PAGE = 100;

/** All client companies in reach: how far each is brought in, and how its sources stand. */
export function TenantsPage(): ReactNode {
  const { formatMessage } = useIntl();
  usePageTitle(formatMessage({ id: 'tenant.list.title' }));
  const [{ data, error }, again] = useQuery({ query: TenantListDocument, variables: { first: PAGE }, requestPolicy: 'cache-and-network' });
  if (error !== undefined && data === undefined) return <ErrorPanel error={error} onRetry={() => again({ requestPolicy: 'network-only' })} />;
  if (data === undefined) return <Loading height="60vh" />;
  const mayBringIn = data.me.grants.some(({ roles }) => roles.includes('operator'));
  const bringIn = mayBringIn ? <Button component={Link} to="/tenants/new">{formatMessage({ id: 'tenant.new' })}</Button> : undefined;
  const customers = data.tenants.nodes.filter(({ kind }) => kind === 'CUSTOMER');
  return (
    <>
      <Group justify="space-between" mb="md"><Title order={1} size="h2">{formatMessage({ id: 'tenant.list.title' })}</Title>{bringIn}</Group>
      {customers.length === 0
        ? <EmptyState title={formatMessage({ id: 'tenant.none' })}>{formatMessage({ id: mayBringIn ? 'tenant.none.operator' : 'tenant.none.other' })}</EmptyState>
        : <TenantTable rows={customers} health={data.sourceHealth} />}
    </>
  );
}

function TenantTable({ rows, health }: { readonly rows: readonly Row[]; readonly health: TenantListQuery['sourceHealth'] }): ReactNode {
  const { formatMessage } = useIntl();
  const columns: readonly PlainColumn<Row>[] = [
    { id: 'tenant', header: formatMessage({ id: 'tenant.column.tenant' }), cell: (row) => <Link to="/t/$tenant" params={{ tenant: row.slug }}><TenantTag tenant={row} full /></Link> },
    { id: 'state', header: formatMessage({ id: 'tenant.column.state' }), cell: (row) => formatMessage({ id: `tenant.state.${row.state}` }) },
    { id: 'onboarding', header: formatMessage({ id: 'tenant.column.onboarding' }), cell: (row) => <Progress row={row} /> },
    { id: 'service', header: formatMessage({ id: 'tenant.column.service' }), cell: (row) => (row.agreement == null ? '' : `${row.agreement.serviceMode} · ${row.agreement.plan}`) },
    { id: 'sources', header: formatMessage({ id: 'tenant.column.sources' }), cell: (row) => <SourceCounts row={row} health={health} /> },
  ];
  return <PlainTable caption={formatMessage({ id: 'tenant.list.title' })} columns={columns} rows={rows} rowId={({ id }) => id} />;
}

function Progress({ row: { onboarding } }: { readonly row: Row }): ReactNode {
  const { formatMessage } = useIntl();
  const { done, all, failing } = progressOf(onboarding.steps);
  if (failing !== undefined) return <span className={classes.bad}>{formatMessage({ id: 'tenant.progress.failing' }, { done, all, step: formatMessage({ id: wordsOfStep(failing.step) }) })}</span>;
  return <>{formatMessage({ id: done === all ? 'tenant.progress.done' : 'tenant.progress.running' }, { done, all })}</>;
}

function SourceCounts({ row, health }: { readonly row: Row; readonly health: TenantListQuery['sourceHealth'] }): ReactNode {
  const { formatMessage } = useIntl();
  const own = health.filter(({ tenantId }) => tenantId === row.id);
  const active = own.filter(({ state }) => state === 'ACTIVE').length;
  const silent = own.filter(({ state }) => state === 'SILENT').length;
  const words = own.length === 0 ? formatMessage({ id: 'tenant.sources.none' }) : formatMessage({ id: silent > 0 ? 'tenant.sources.silent' : 'tenant.sources.active' }, { active, all: own.length, silent });
  return <Link to="/t/$tenant/sources" params={{ tenant: row.slug }} className={silent > 0 ? classes.bad : undefined}>{words}</Link>;
}
