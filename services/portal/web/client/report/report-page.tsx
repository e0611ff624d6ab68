import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { ClientFiguresDocument, ClientReportDocument, type ClientFiguresQuery, type ClientReportQuery } from '../gen/graphql';
import { ClientPage, Section } from '../layout/client-page';
import layout from '../layout/layout.module.css';
import { useProse } from '../layout/prose';
import { ErrorPanel, Loading } from '../../shared/page/page-states';
import { SeverityBadge } from '../../shared/severity/severity-badge';
import { PlainTable } from '../../shared/table/plain-table';
import { monthName } from '../../shared/time/prose-time';
import { useLanguage } from '../../shared/words/words-provider';
import { ReportFiles } from './report-files';

/** The figures of a report's month, and its files. */
export function ReportPage(): ReactNode {
  const { id = '' } = useParams({ strict: false });
  const [{ data, error }, again] = useQuery({ query: ClientReportDocument, variables: { id } });
  if (data === undefined) return error === undefined ? <Loading height="60vh" /> : <ErrorPanel error={error} onRetry={() => again({ requestPolicy: 'network-only' })} />;
  return <Month report={data.report} />;
}

function Month({ report }: { readonly report: ClientReportQuery['report'] }): ReactNode {
  const { formatMessage } = useIntl();
  const { language } = useLanguage();
  const prose = useProse();
  const [{ data, error }, again] = useQuery({ query: ClientFiguresDocument, variables: { tenantId: report.tenantId, from: report.from, until: report.until }, requestPolicy: 'cache-and-network' });
  const month = monthName(report.period, language);
  if (data === undefined) return error === undefined ? <Loading height="60vh" /> : <ErrorPanel error={error} onRetry={() => again({ requestPolicy: 'network-only' })} />;
  const { figures } = data;
  const { attacks } = figures.funnel;
  return (
    <ClientPage
      title={formatMessage({ id: 'report.title' }, { month })} tone={attacks > 0 ? 'look' : 'calm'}
      lead={attacks > 0 ? formatMessage({ id: 'report.one.lead.attacks' }, { count: attacks }) : formatMessage({ id: 'report.one.lead.calm' }, { month })}
      back={<Link to="/reports" className={`${layout.back} ${layout.link}`}>{formatMessage({ id: 'report.back' })}</Link>}
    >
      <ReportFiles report={report} />
      <p className={layout.note}>{formatMessage({ id: 'report.asOf' }, { at: prose(figures.asOf, { zone: true }), made: prose(report.generatedAt, { zone: true }) })}</p>
      <Section title={formatMessage({ id: 'report.funnel' })}><Funnel funnel={figures.funnel} /></Section>
      <Section title={formatMessage({ id: 'report.severity' })}><Severities rows={figures.bySeverity} /></Section>
      <Section title={formatMessage({ id: 'report.promises' })}><Promises promises={figures.promises} period={report.period} /></Section>
    </ClientPage>
  );
}

type Figures = ClientFiguresQuery['figures'];

function Funnel({ funnel }: { readonly funnel: Figures['funnel'] }): ReactNode {
  const { formatMessage, formatNumber } = useIntl();
  const rows = [['events', BigInt(funnel.eventsAccepted)], ['findings', funnel.findings], ['cases', funnel.casesOpened], ['attacks', funnel.attacks]] as const;
  return (
    <PlainTable
      caption={formatMessage({ id: 'report.funnel' })} rows={rows} rowId={([step]) => step}
      columns={[
        { id: 'step', header: formatMessage({ id: 'report.step' }), cell: ([step]) => (step === 'cases' ? <Link to="/cases" search={{ show: 'all' }} className={layout.link}>{formatMessage({ id: 'report.cases' })}</Link> : formatMessage({ id: `report.${step}` })) },
        { id: 'count', header: formatMessage({ id: 'report.count' }), isFigure: true, cell: ([, count]) => formatNumber(count) },
        { id: 'meaning', header: formatMessage({ id: 'report.meaning' }), cell: ([step]) => formatMessage({ id: `report.${step}.text` }) },
      ]}
    />
  );
}

function Severities({ rows }: { readonly rows: Figures['bySeverity'] }): ReactNode {
  const { formatMessage, formatNumber } = useIntl();
  return (
    <PlainTable
      isSlim caption={formatMessage({ id: 'report.severity' })} rows={rows} rowId={({ severity }) => severity}
      columns={[
        { id: 'severity', header: formatMessage({ id: 'report.severity.name' }), cell: ({ severity }) => <SeverityBadge severity={severity} /> },
        { id: 'findings', header: formatMessage({ id: 'report.findings' }), isFigure: true, cell: ({ findings }) => formatNumber(findings) },
        { id: 'cases', header: formatMessage({ id: 'report.cases' }), isFigure: true, cell: ({ cases }) => formatNumber(cases) },
      ]}
    />
  );
}

function Promises({ promises: { met, breached }, period }: { readonly promises: Figures['promises']; readonly period: string }): ReactNode {
  const { formatMessage } = useIntl();
  const decided = met + breached;
  if (decided === 0) return <p>{formatMessage({ id: 'report.promises.none' })}</p>;
  return <p><Link to="/promises" search={{ month: period }} className={layout.link}>{formatMessage({ id: 'report.promises.text' }, { met, decided })}</Link></p>;
}
