import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { ClientProtectionDocument } from '../gen/graphql';
import { useCompany } from '../company/company';
import { missing } from '../home/home-state';
import { ClientPage, Section } from '../layout/client-page';
import layout from '../layout/layout.module.css';
import { ProseTime } from '../layout/prose';
import { useFresh } from '../layout/use-fresh';
import { ErrorPanel, Loading } from '../../shared/page/page-states';
import { PlainTable } from '../../shared/table/plain-table';
import classes from './protection.module.css';

const ORDER = ['SILENT', 'NEVER_SEEN', 'ACTIVE', 'DISABLED'];

/** What is watched and what is not, the blind spots first. */
export function ProtectionPage(): ReactNode {
  const { formatMessage, formatNumber } = useIntl();
  const { id } = useCompany();
  const [{ data, error }, again] = useQuery({ query: ClientProtectionDocument, variables: { tenantId: id }, requestPolicy: 'cache-and-network' });
  useFresh(() => again({ requestPolicy: 'network-only' }));
  if (data === undefined) return error === undefined ? <Loading height="60vh" /> : <ErrorPanel error={error} onRetry={() => again({ requestPolicy: 'network-only' })} />;

  const rows = [...data.sourceHealth].sort((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state));
  const silent = missing(rows).length;
  const isEmpty = rows.every(({ state }) => state === 'DISABLED');
  const kind = isEmpty ? 'none' : silent > 0 ? 'some' : 'all';
  return (
    <ClientPage title={formatMessage({ id: 'place.protection' })} tone={kind === 'all' ? 'calm' : 'look'} lead={formatMessage({ id: `protection.lead.${kind}` }, { count: silent })}>
      <Section title={formatMessage({ id: 'protection.sources' })}>
        <PlainTable
          caption={formatMessage({ id: 'protection.sources' })} rows={rows} rowId={({ sourceId }) => sourceId}
          columns={[
            { id: 'name', header: formatMessage({ id: 'protection.name' }), cell: ({ name, critical }) => <span><bdi>{name}</bdi>{critical && <span className={classes.critical}>{formatMessage({ id: 'protection.critical' })}</span>}</span> },
            { id: 'state', header: formatMessage({ id: 'protection.state' }), cell: ({ state }) => <span className={classes.state} data-state={state}>{formatMessage({ id: `protection.state.${state}` })}</span> },
            { id: 'last', header: formatMessage({ id: 'protection.last' }), cell: ({ lastSeenAt }) => (lastSeenAt == null ? formatMessage({ id: 'protection.never' }) : <ProseTime at={lastSeenAt} />) },
            { id: 'day', header: formatMessage({ id: 'protection.day' }), isFigure: true, cell: ({ recordsLastDay }) => formatNumber(BigInt(recordsLastDay)) },
          ]}
        />
      </Section>
      <p className={layout.note}>{formatMessage({ id: 'protection.explain' })}</p>
    </ClientPage>
  );
}
