import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import type { UseQueryState } from 'urql';
import { ErrorPanel, Loading } from '../../shared/page/page-states';
import { SeverityBadge } from '../../shared/severity/severity-badge';
import { PlainTable } from '../../shared/table/plain-table';
import { VisibleText } from '../../shared/text/visible-text';
import type { FindingRuleQuery } from '../gen/graphql';
import type { Finding } from './finding';
import classes from './finding.module.css';

type Rule = FindingRuleQuery['rules']['rules'][number];
type Test = Rule['selections'][number]['alternatives'][number]['tests'][number];

/** The rule as it reads today, with its author and licence; it says so when the rules were changed since the finding was made. */
export function FindingRule({ finding, answer: { data, error }, onRetry }: { readonly finding: Finding; readonly answer: Pick<UseQueryState<FindingRuleQuery>, 'data' | 'error'>; readonly onRetry: () => void }): ReactNode {
  const { formatMessage } = useIntl();
  const rule = data?.rules.rules[0];
  const isChanged = data != null && data.rules.contentVersion !== finding.contentVersion;
  return (
    <section id="finding-rule" className={classes.panel} aria-labelledby="finding-rule-title">
      <h2 id="finding-rule-title">{formatMessage({ id: 'finding.part.rule' })}</h2>
      {data == null && (error === undefined ? <Loading height="16rem" /> : <ErrorPanel error={error} onRetry={onRetry} />)}
      {isChanged && <p className={classes.warning}><strong>{formatMessage({ id: 'finding.changed' })}</strong> {formatMessage({ id: 'finding.changed.text' }, { then: finding.contentVersion, now: data.rules.contentVersion })}</p>}
      {data != null && rule === undefined && <p>{formatMessage({ id: 'finding.rule.gone' }, { id: finding.ruleId })}</p>}
      <dl className={classes.facts}>
        <Fact name="finding.rule.title"><VisibleText text={rule?.title ?? finding.ruleTitle} /> <SeverityBadge severity={rule?.level ?? finding.severity} /></Fact>
        <Fact name="finding.rule.id"><span className="mono">{finding.ruleId}</span></Fact>
        <Fact name="finding.rule.author"><VisibleText text={finding.ruleAuthor} /> · {finding.ruleLicense}</Fact>
        <Fact name="finding.rule.attack">{finding.techniques.length === 0 ? '—' : finding.techniques.join(' ')}{finding.tactics.length > 0 && <span className="soft"> ({finding.tactics.join(', ')})</span>}</Fact>
        {rule !== undefined && <>
          <Fact name="finding.rule.description"><span lang="en">{rule.description}</span></Fact>
          <Fact name="finding.rule.logSource"><span className="mono">{rule.logSource}</span></Fact>
          <Fact name="finding.rule.falsePositives">{rule.falsePositives.length === 0 ? formatMessage({ id: 'finding.rule.noFalsePositives' }) : <ul lang="en">{rule.falsePositives.map((one) => <li key={one}>{one}</li>)}</ul>}</Fact>
          <Fact name="finding.rule.state">{formatMessage({ id: rule.enabled ? 'finding.rule.on' : 'finding.rule.off' })}{!rule.enabled && rule.reason != null && <> — <VisibleText text={rule.reason} /></>}</Fact>
        </>}
      </dl>
      {rule !== undefined && <Selections rule={rule} />}
    </section>
  );
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode => <div><dt>{useIntl().formatMessage({ id: name })}</dt><dd>{children}</dd></div>;

const KNOWN = new Set(['contains', 'startswith', 'endswith', 'all', 're', 'cidr', 'exists', 'fieldref', 'cased', 'gt', 'gte', 'lt', 'lte', 'windash']);

function Selections({ rule: { selections, conditions } }: { readonly rule: Rule }): ReactNode {
  const { formatMessage } = useIntl();
  const rows = selections.flatMap(({ name, alternatives }) => alternatives.flatMap(({ tests }, alternative) => tests.map((test, index) => ({ name, alternative: alternatives.length > 1 ? alternative + 1 : undefined, test, id: `${name}/${alternative}/${index}` }))));
  const how = ({ modifiers }: Test): string => (modifiers.length === 0 ? formatMessage({ id: 'finding.how.equals' }) : modifiers.map((one) => (KNOWN.has(one) ? formatMessage({ id: `finding.how.${one}` }) : one)).join(', '));
  return (
    <>
      <h3>{formatMessage({ id: 'finding.selections' })}</h3>
      <PlainTable
        caption={formatMessage({ id: 'finding.selections' })} rows={rows} rowId={({ id }) => id}
        columns={[
          { id: 'selection', header: formatMessage({ id: 'finding.selection' }), cell: ({ name, alternative }) => <span className="mono">{name}{alternative === undefined ? '' : ` (${alternative})`}</span> },
          { id: 'field', header: formatMessage({ id: 'finding.field' }), cell: ({ test }) => (test.field === '' ? <span className="soft">{formatMessage({ id: 'finding.anywhere' })}</span> : <span className="mono">{test.field}</span>) },
          { id: 'how', header: formatMessage({ id: 'finding.how' }), cell: ({ test }) => how(test) },
          { id: 'values', header: formatMessage({ id: 'finding.values' }), cell: ({ test }) => <ul className={classes.values}>{test.values.map((value, index) => <li key={index} className="mono"><VisibleText text={value === '' ? '""' : value} /></li>)}</ul> },
        ]}
      />
      <p>{formatMessage({ id: 'finding.condition' })} {conditions.map((condition) => <code key={condition} className={classes.condition}>{condition}</code>)}</p>
    </>
  );
}
