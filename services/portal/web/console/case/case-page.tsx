import { useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useState, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { useKeys } from '../../shared/keys/keys-provider';
import { ErrorPanel, Loading, NotFound } from '../../shared/page/page-states';
import { usePageTitle } from '../../shared/page/page-title';
import { CaseMeDocument, CaseTenantDocument } from '../gen/graphql';
import { placeIn, readCameFrom, type NumberedCase } from '../queue/came-from';
import { hindrances } from './case-actions';
import { CaseContext } from './case-context';
import { CaseHeader } from './case-header';
import { caseNumber } from './case-search';
import { CaseStory } from './case-story';
import { WRITER_ID } from './comment-writer';
import type { DialogKind } from './decision-dialog';
import { useCase } from './use-case';
import { useTakeRelease } from './use-take-release';
import classes from './case.module.css';

const DecisionDialog = lazy(async () => ({ default: (await import('./decision-dialog')).DecisionDialog }));
const ProofPanel = lazy(async () => ({ default: (await import('./proof-panel')).ProofPanel }));

/** One case, to be worked on. */
export function CasePage(): ReactNode {
  const { tenant, number: text } = useParams({ from: '/t/$tenant/cases/$number' });
  const number = caseNumber(text);
  return number === undefined ? <NotFound /> : <OpenCase key={`${tenant}/${number}`} slug={tenant} number={number} />;
}

function OpenCase({ slug, number }: NumberedCase): ReactNode {
  const { formatMessage } = useIntl();
  const { proof, dropped } = useSearch({ from: '/t/$tenant/cases/$number' });
  const navigate = useNavigate();
  const { history } = useRouter();
  const reading = useCase(slug, number);
  const [{ data: who }] = useQuery({ query: CaseMeDocument });
  const [{ data: tenantData, error: tenantError }, readTenant] = useQuery({ query: CaseTenantDocument, variables: { slug } });
  const [place] = useState(() => placeIn(readCameFrom(sessionStorage), { slug, number }));
  const [dialog, setDialog] = useState<DialogKind>();
  const head = reading.read?.head;
  const taking = useTakeRelease(head, reading.refresh);
  usePageTitle(head === undefined ? `#${number}` : `#${number} ${head.title}`, head?.tenant.code);

  const goTo = useCallback((to: NumberedCase | undefined) => {
    if (to !== undefined) void navigate({ to: '/t/$tenant/cases/$number', params: { tenant: to.slug, number: String(to.number) } });
  }, [navigate]);
  const goBack = useCallback(() => history.push(place?.at ?? '/queue'), [history, place]);
  const barred = hindrances({ status: head?.status ?? 'CLOSED', assigneeId: head?.assignee?.id, verdict: head?.verdict }, who?.me.id);
  const open = (kind: DialogKind) => (): void => { if (!barred.has(kind)) setDialog(kind); };
  useKeys([
    { keys: ['a'], label: formatMessage({ id: 'case.keys.take' }), run: () => { if (!barred.has('take')) taking.run('take'); else if (!barred.has('release')) taking.run('release'); } },
    { keys: ['s'], label: formatMessage({ id: 'case.keys.status' }), run: open('status') },
    { keys: ['v'], label: formatMessage({ id: 'case.keys.verdict' }), run: open('verdict') },
    { keys: ['c'], label: formatMessage({ id: 'case.keys.comment' }), run: () => document.getElementById(WRITER_ID)?.focus() },
    { keys: ['['], label: formatMessage({ id: 'case.keys.previous' }), run: () => goTo(place?.previous) },
    { keys: [']'], label: formatMessage({ id: 'case.keys.next' }), run: () => goTo(place?.next) },
    { keys: ['u'], label: formatMessage({ id: 'case.keys.back' }), run: goBack },
  ]);
  if (reading.read === undefined || head === undefined) return reading.error === undefined ? <Loading height="70vh" /> : <ErrorPanel error={reading.error} onRetry={() => void reading.refresh()} />;

  const tenant = tenantData?.tenantBySlug;
  const showProof = (id: string | undefined): void => { void navigate({ to: '.', search: id === undefined ? {} : { proof: id }, resetScroll: false }); };
  const clock = head.clocks.find(({ id }) => id === proof);
  return (
    <article className={classes.page}>
      <CaseHeader head={head} tenant={tenant} place={place} barred={barred} taking={taking} onGo={goTo} onBack={goBack} onProof={showProof} onDecide={setDialog} />
      {dropped !== undefined && <p className="soft">{formatMessage({ id: 'case.dropped' }, { names: dropped })}</p>}
      {reading.error !== undefined && <p className={classes.warning} role="status">{formatMessage({ id: 'case.stale' })}</p>}
      <div className={classes.columns}>
        <CaseStory read={reading.read} me={who?.me} onReadOn={reading.readOn} onRefresh={reading.refresh} />
        <CaseContext read={reading.read} tenant={tenant} tenantError={tenantError} onRetryTenant={() => readTenant({ requestPolicy: 'network-only' })} />
      </div>
      <Suspense>
        {dialog !== undefined && <DecisionDialog kind={dialog} read={reading.read} onRefresh={reading.refresh} onClose={() => setDialog(undefined)} />}
        {clock !== undefined && <ProofPanel clockId={clock.id} head={head} onClose={() => showProof(undefined)} />}
      </Suspense>
    </article>
  );
}
