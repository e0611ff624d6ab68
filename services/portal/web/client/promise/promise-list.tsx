import { Link } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { ClientPromisesDocument, type ClientPromisesQuery } from '../gen/graphql';
import { useCompany } from '../company/company';
import layout from '../layout/layout.module.css';
import { LoadMore } from '../layout/load-more';
import { ProseTime } from '../layout/prose';
import { usePages } from '../layout/use-pages';
import { spanOf } from '../month/month';
import { EmptyState, ErrorPanel, Loading } from '../../shared/page/page-states';
import { PlainTable } from '../../shared/table/plain-table';
import { durationWords, monthName } from '../../shared/time/prose-time';
import { useLanguage } from '../../shared/words/words-provider';
import type { PromiseShow } from './promise-search';
import { PromiseResult } from './promise-text';

type Row = ClientPromisesQuery['slaClocks']['nodes'][number];

/** The promises behind the numbers of a month. Those that still run belong to no month yet. */
export function PromiseList({ month, show }: { readonly month: string; readonly show: PromiseShow | undefined }): ReactNode {
  const { formatMessage } = useIntl();
  const { id, timeZone } = useCompany();
  const { language } = useLanguage();
  const variables = useMemo(() => {
    const { from, until } = spanOf(month, timeZone);
    if (show === 'running') return { tenantId: id, outcome: 'PENDING' };
    return { tenantId: id, finalFrom: from, finalUntil: until, ...(show !== undefined && { outcome: show === 'kept' ? 'MET' : 'BREACHED' }) };
  }, [id, month, show, timeZone]);
  const { rows, error, again, hasMore, isLoading, more } = usePages<ClientPromisesQuery, Row>(ClientPromisesDocument, variables, ({ slaClocks }) => slaClocks);
  if (error !== undefined) return <ErrorPanel error={error} onRetry={again} />;
  if (rows === undefined) return <Loading height="20vh" />;
  if (rows.length === 0) return <EmptyState title={formatMessage({ id: 'promises.none' }, { month: monthName(month, language) })}>{formatMessage({ id: 'promises.none.text' })}</EmptyState>;
  return (
    <>
      <PlainTable
        caption={formatMessage({ id: 'promises.list' }, { month: monthName(month, language) })} rows={rows} rowId={({ id: clock }) => clock}
        columns={[
          { id: 'case', header: formatMessage({ id: 'promises.case' }), cell: ({ caseNumber }) => <Link to="/cases/$number" params={{ number: String(caseNumber) }} className={layout.link}>#{caseNumber}</Link> },
          { id: 'promise', header: formatMessage({ id: 'promises.promise' }), cell: ({ metric, targetSec }) => formatMessage({ id: 'promise.text' }, { metric: formatMessage({ id: `promise.metric.${metric}` }), target: durationWords(targetSec, language) }) },
          { id: 'result', header: formatMessage({ id: 'promises.result' }), cell: (row) => <PromiseResult clock={row} /> },
          { id: 'used', header: formatMessage({ id: 'promises.used' }), cell: ({ elapsedSec }) => durationWords(elapsedSec, language) },
          { id: 'decided', header: formatMessage({ id: 'promises.decided' }), cell: ({ finalAt }) => (finalAt == null ? '–' : <ProseTime at={finalAt} />) },
          { id: 'proof', header: formatMessage({ id: 'promises.proof' }), cell: ({ id: clock, metric }) => <Link to="/promises/$id" params={{ id: clock }} className={layout.link}>{formatMessage({ id: 'promise.proof' }, { metric })}</Link> },
        ]}
      />
      {hasMore && <LoadMore isLoading={isLoading} onMore={more} />}
    </>
  );
}
