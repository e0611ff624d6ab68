import { Link } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { ClientAccessLogDocument, type ClientAccessLogQuery } from '../gen/graphql';
import { useCompany } from '../company/company';
import { ClientPage, Section } from '../layout/client-page';
import layout from '../layout/layout.module.css';
import { LoadMore } from '../layout/load-more';
import { ProseTime } from '../layout/prose';
import { usePages } from '../layout/use-pages';
import { EmptyState, ErrorPanel, Loading } from '../../shared/page/page-states';
import { PlainTable } from '../../shared/table/plain-table';
import { sentenceOf, shownName, sideOf } from './entry-words';
import { ExportLog } from './export-log';
import { foldEntries, type FoldedEntries } from './fold-entries';
import { useSay } from './use-say';

type Row = ClientAccessLogQuery['auditLog']['nodes'][number];

/** Who looked at or changed the company's data, and when; the newest first. */
export function AccessLogPage(): ReactNode {
  const { formatMessage } = useIntl();
  const { id } = useCompany();
  const say = useSay();
  const variables = useMemo(() => ({ tenantId: id, first: 50 }), [id]);
  const { rows, error, again, hasMore, isLoading, more } = usePages<ClientAccessLogQuery, Row>(ClientAccessLogDocument, variables, ({ auditLog }) => auditLog);
  return (
    <ClientPage title={formatMessage({ id: 'place.accessLog' })} tone="calm" lead={formatMessage({ id: 'accessLog.lead' })}>
      {error !== undefined && <ErrorPanel error={error} onRetry={again} />}
      {rows === undefined && error === undefined && <Loading height="50vh" />}
      {rows?.length === 0 && <EmptyState title={formatMessage({ id: 'accessLog.none' })} />}
      {rows !== undefined && rows.length > 0 && (
        <Section title={formatMessage({ id: 'accessLog.list' })} action={<ExportLog />}>
          <p className={layout.note}>{formatMessage({ id: 'accessLog.shown' }, { count: rows.length })}</p>
          <PlainTable
            caption={formatMessage({ id: 'accessLog.list' })} rows={foldEntries(rows)} rowId={({ newest }) => newest.id}
            columns={[
              { id: 'when', header: formatMessage({ id: 'accessLog.when' }), cell: ({ newest }) => <ProseTime at={newest.at} /> },
              { id: 'who', header: formatMessage({ id: 'accessLog.who' }), cell: ({ newest }) => <span><bdi>{shownName(newest, say)}</bdi> <span className="soft">{formatMessage({ id: `accessLog.whose.${sideOf(newest.audience)}` })}</span></span> },
              { id: 'what', header: formatMessage({ id: 'accessLog.what' }), cell: (row) => <What {...row} /> },
            ]}
          />
        </Section>
      )}
      {hasMore && <LoadMore isLoading={isLoading} onMore={more} />}
      <p className={layout.note}>{formatMessage({ id: 'accessLog.explain' })}</p>
    </ClientPage>
  );
}

function What({ newest: { action, objectKind, objectId }, count }: FoldedEntries<Row>): ReactNode {
  const { formatMessage } = useIntl();
  return (
    <span>
      {formatMessage({ id: sentenceOf(action) }, { action })}
      {objectKind === 'case' && <> <Link to="/cases/by-id/$id" params={{ id: objectId }} className={layout.link} preload={false}>{formatMessage({ id: 'accessLog.see' })}</Link></>}
      {count > 1 && <> <span className="soft">{formatMessage({ id: 'accessLog.folded' }, { count })}</span></>}
    </span>
  );
}
