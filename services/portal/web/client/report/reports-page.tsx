import { Link } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { ClientReportsDocument, type ClientReportsQuery } from '../gen/graphql';
import { useCompany } from '../company/company';
import { ClientPage, Section } from '../layout/client-page';
import layout from '../layout/layout.module.css';
import { LoadMore } from '../layout/load-more';
import { ProseTime } from '../layout/prose';
import { usePages } from '../layout/use-pages';
import { ErrorPanel, Loading } from '../../shared/page/page-states';
import { PlainTable } from '../../shared/table/plain-table';
import { monthName } from '../../shared/time/prose-time';
import { useLanguage } from '../../shared/words/words-provider';
import { ReportFiles } from './report-files';

type Row = ClientReportsQuery['reports']['nodes'][number];

/** Every report that was made for the company, the newest first. */
export function ReportsPage(): ReactNode {
  const { formatMessage } = useIntl();
  const { id } = useCompany();
  const { language } = useLanguage();
  const variables = useMemo(() => ({ tenantId: id }), [id]);
  const { rows, error, again, hasMore, isLoading, more } = usePages<ClientReportsQuery, Row>(ClientReportsDocument, variables, ({ reports }) => reports);
  if (rows === undefined) return error === undefined ? <Loading height="50vh" /> : <ErrorPanel error={error} onRetry={again} />;
  const [latest] = rows;
  const lead = latest === undefined ? formatMessage({ id: 'report.lead.none' }) : formatMessage({ id: 'report.lead.some' }, { month: monthName(latest.period, language) });
  return (
    <ClientPage title={formatMessage({ id: 'place.reports' })} tone="calm" lead={lead}>
      {error !== undefined && <ErrorPanel error={error} onRetry={again} />}
      {rows.length > 0 && (
        <Section title={formatMessage({ id: 'report.list' })}>
          <PlainTable
            caption={formatMessage({ id: 'report.list' })} rows={rows} rowId={({ id: report }) => report}
            columns={[
              { id: 'month', header: formatMessage({ id: 'report.month' }), cell: ({ id: report, period }) => <Link to="/reports/$id" params={{ id: report }} className={layout.link}>{formatMessage({ id: 'report.open' }, { month: monthName(period, language) })}</Link> },
              { id: 'kind', header: formatMessage({ id: 'report.kind' }), cell: ({ isFinal }) => formatMessage({ id: isFinal ? 'report.final' : 'report.toDate' }) },
              { id: 'version', header: formatMessage({ id: 'report.version' }), isFigure: true, cell: ({ version }) => version },
              { id: 'made', header: formatMessage({ id: 'report.made' }), cell: ({ generatedAt }) => <ProseTime at={generatedAt} /> },
              { id: 'files', header: formatMessage({ id: 'report.files' }), cell: (row) => <ReportFiles report={row} /> },
            ]}
          />
        </Section>
      )}
      {hasMore && <LoadMore isLoading={isLoading} onMore={more} />}
      <p className={layout.note}>{formatMessage({ id: 'report.none.text' })}</p>
    </ClientPage>
  );
}
