import { Anchor, Button } from '@mantine/core';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo, useState, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useClient, useQuery } from 'urql';
import { useKeys } from '../../shared/keys/keys-provider';
import { ErrorPanel, Loading, NotFound } from '../../shared/page/page-states';
import { usePageTitle } from '../../shared/page/page-title';
import { SeverityBadge } from '../../shared/severity/severity-badge';
import { TenantTag } from '../../shared/tenant/tenant-tag';
import { VisibleText } from '../../shared/text/visible-text';
import { TimeAgo } from '../../shared/time/time-ago';
import { useLanguage } from '../../shared/words/words-provider';
import { FindingCaseNumberDocument, FindingPageDocument, FindingRuleDocument } from '../gen/graphql';
import type { Finding } from './finding';
import { FindingRule } from './finding-rule';
import { termsOfTests, type Term } from './highlight';
import { RawRecord, markName } from './raw-record';
import classes from './finding.module.css';

/** Why a rule fired: words first, the rule second, the raw record third. */
export function FindingPage(): ReactNode {
  const { id, tenant } = useParams({ from: '/t/$tenant/findings/$id' });
  const { language } = useLanguage();
  const { formatMessage } = useIntl();
  const [{ data, error }, again] = useQuery({ query: FindingPageDocument, variables: { id, language: language === 'ja' ? 'JA' : 'EN' } });
  const finding = data?.finding;
  usePageTitle(finding?.ruleTitle ?? formatMessage({ id: 'finding.title' }), finding?.tenant.code);
  if (finding === undefined) return error === undefined ? <Loading height="70vh" /> : <ErrorPanel error={error} onRetry={() => again({ requestPolicy: 'network-only' })} />;
  return finding.tenant.slug === tenant ? <OpenFinding key={finding.id} finding={finding} /> : <NotFound />;
}

function OpenFinding({ finding }: { readonly finding: Finding }): ReactNode {
  const { formatMessage } = useIntl();
  const { raw = 'text', dropped } = useSearch({ from: '/t/$tenant/findings/$id' });
  const navigate = useNavigate();
  const [rule, readRule] = useQuery({ query: FindingRuleDocument, variables: { tenantId: finding.tenantId, ruleId: finding.ruleId } });
  const toCase = useToCase(finding);
  useKeys([{ keys: ['u'], label: formatMessage({ id: 'finding.toCase' }), run: toCase.go }]);
  const found = rule.data?.rules.rules[0];
  const terms = useMemo<Term[]>(() => [
    ...finding.observables.map(({ name, value }) => ({ label: name, value })), ...termsOfTests((found?.selections ?? []).flatMap(({ alternatives }) => alternatives.flatMap(({ tests }) => tests))),
  ], [finding, found]);
  const show = (view: typeof raw): Promise<void> => navigate({ to: '.', search: view === 'text' ? {} : { raw: view }, replace: true, resetScroll: false });
  const goToMark = (label: string): void => {
    void show('text').then(() => requestAnimationFrame(() => {
      const mark = document.getElementById(markName(label));
      mark?.scrollIntoView({ block: 'center' });
      mark?.focus({ preventScroll: true });
    }));
  };
  return (
    <article className={classes.page}>
      <header className={classes.header}>
        <div className={classes.line}>
          <strong><TenantTag tenant={finding.tenant} full /></strong>
          {finding.caseId != null && <Button size="compact-sm" variant="subtle" loading={toCase.isBusy} onClick={toCase.go}>{formatMessage({ id: 'finding.toCase' })}</Button>}
          {toCase.hasFailed && <span role="alert">{formatMessage({ id: 'finding.toCase.failed' })}</span>}
          <nav className={classes.parts} aria-label={formatMessage({ id: 'finding.parts' })}>
            {(['words', 'rule', 'raw'] as const).map((part) => <Anchor key={part} size="sm" href={`#finding-${part}`}>{formatMessage({ id: `finding.part.${part}` })}</Anchor>)}
          </nav>
        </div>
        <h1 className={classes.title}><VisibleText text={finding.ruleTitle} /></h1>
        <div className={classes.line}>
          <SeverityBadge severity={finding.severity} />
          <span><span className="soft">{formatMessage({ id: 'finding.occurred' })}</span> <TimeAgo at={finding.occurredAt} /></span>
          <span><span className="soft">{formatMessage({ id: 'finding.verdict' })}</span> <strong>{finding.verdict == null ? formatMessage({ id: 'finding.verdict.none' }) : formatMessage({ id: `case.verdict.${finding.verdict}` })}</strong>{finding.verdictReason != null && <> — <VisibleText text={finding.verdictReason} /></>}</span>
        </div>
      </header>
      {dropped !== undefined && <p className="soft">{formatMessage({ id: 'finding.dropped' }, { names: dropped })}</p>}
      <Words finding={finding} onMark={goToMark} />
      <FindingRule finding={finding} answer={rule} onRetry={() => readRule({ requestPolicy: 'network-only' })} />
      <RawRecord finding={finding} terms={terms} view={raw} onView={(view) => void show(view)} />
    </article>
  );
}

function Words({ finding, onMark }: { readonly finding: Finding; readonly onMark: (label: string) => void }): ReactNode {
  const { formatMessage } = useIntl();
  return (
    <section id="finding-words" className={classes.panel} aria-labelledby="finding-words-title">
      <h2 id="finding-words-title">{formatMessage({ id: 'finding.part.words' })}</h2>
      {finding.plain != null && <p className={classes.lead}>{finding.plain.title !== finding.ruleTitle && <><strong>{finding.plain.title}</strong> </>}{finding.plain.meaning}</p>}
      <p className={classes.summary}><VisibleText text={finding.summary} /></p>
      <dl className={classes.facts}>
        {finding.observables.map(({ name, value }) => (
          <div key={`${name}=${value}`}>
            <dt>{name}</dt>
            <dd className="mono"><Anchor component="button" type="button" className={classes.value} onClick={() => onMark(name)} title={formatMessage({ id: 'finding.showInRaw' })}><VisibleText text={value} /></Anchor></dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The way to the case. Its number is asked for when the person goes there, because asking opens it. */
function useToCase({ caseId, tenant }: Finding): { readonly go: () => void; readonly isBusy: boolean; readonly hasFailed: boolean } {
  const client = useClient();
  const navigate = useNavigate();
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  const go = (): void => {
    if (caseId == null || state === 'busy') return;
    setState('busy');
    void client.query(FindingCaseNumberDocument, { id: caseId }).toPromise().then(async ({ data }) => {
      setState(data == null ? 'failed' : 'idle');
      if (data != null) await navigate({ to: '/t/$tenant/cases/$number', params: { tenant: tenant.slug, number: String(data.case.number) } });
    });
  };
  return { go, isBusy: state === 'busy', hasFailed: state === 'failed' };
}
