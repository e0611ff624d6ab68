import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { CombinedError } from '@urql/core';
import { useMemo, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { ErrorPanel } from '../../shared/page/page-states';
import { SeverityBadge } from '../../shared/severity/severity-badge';
import { VisibleText } from '../../shared/text/visible-text';
import { TimeAt } from '../../shared/time/time-ago';
import type { CaseTenantQuery } from '../gen/graphql';
import { entitiesOf } from './entities';
import type { ReadCase } from './use-case';
import classes from './case.module.css';

type Tenant = CaseTenantQuery['tenantBySlug'];
export interface CaseContextProps { readonly read: ReadCase; readonly tenant: Tenant | undefined; readonly tenantError: CombinedError | undefined; readonly onRetryTenant: () => void }

/** What the case is about and whom it concerns: values, findings, people to call, what is agreed. */
export function CaseContext({ read: { head, parts }, tenant, tenantError, onRetryTenant }: CaseContextProps): ReactNode {
  const { formatMessage } = useIntl();
  const { rows, next } = parts.findings;
  const entities = useMemo(() => entitiesOf(rows), [rows]);
  const inTime = useMemo(() => [...rows].sort((a, b) => new Date(a.occurredAt).getTime() - new Date(b.occurredAt).getTime()), [rows]);
  return (
    <aside className={classes.context} aria-label={formatMessage({ id: 'case.context' })}>
      {tenant === undefined && tenantError !== undefined && <ErrorPanel error={tenantError} onRetry={onRetryTenant} />}
      {tenant !== undefined && <Contacts contacts={tenant.contacts} />}
      <section className={classes.panel}>
        <h2>{formatMessage({ id: 'case.entities' })}</h2>
        {entities.length === 0 && <p className="soft">{formatMessage({ id: 'case.entities.none' })}</p>}
        <dl className={classes.entities}>
          {entities.map(({ name, values }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd><ul>{values.map(({ value, count }) => <li key={value}><span className="mono"><VisibleText text={value} /></span>{count > 1 && <span className="soft"> {formatMessage({ id: 'case.entities.times' }, { count })}</span>}</li>)}</ul></dd>
            </div>
          ))}
        </dl>
      </section>
      <section className={classes.panel}>
        <h2>{formatMessage({ id: 'case.findings' }, { count: head.findingCount })}</h2>
        <ul className={classes.findings}>
          {inTime.map((finding) => (
            <li key={finding.id}>
              <SeverityBadge severity={finding.severity} />
              <Anchor component={Link} to="/t/$tenant/findings/$id" params={{ tenant: head.tenant.slug, id: finding.id } as never} size="sm"><VisibleText text={finding.ruleTitle} /></Anchor>
              <span className="soft"><TimeAt at={finding.occurredAt} />{finding.techniques.length > 0 && <> · {finding.techniques.join(' ')}</>}</span>
            </li>
          ))}
        </ul>
        {next !== undefined && <p className="soft">{formatMessage({ id: 'case.findings.more' }, { shown: rows.length, count: head.findingCount })}</p>}
      </section>
      {tenant !== undefined && <Agreement tenant={tenant} />}
    </aside>
  );
}

function Contacts({ contacts }: { readonly contacts: Tenant['contacts'] }): ReactNode {
  const { formatMessage } = useIntl();
  return (
    <section className={classes.panel}>
      <h2>{formatMessage({ id: 'case.call' })}</h2>
      {contacts.length === 0 && <p className="soft">{formatMessage({ id: 'case.call.none' })}</p>}
      <ol className={classes.contacts}>
        {contacts.map(({ id, name, role, phone, email, language }) => (
          <li key={id}>
            <span><strong><VisibleText text={name} /></strong> <span className="soft">{formatMessage({ id: `case.contact.${role}` })} · {formatMessage({ id: `case.language.${language}` })}</span></span>
            <span>{phone == null ? <span className="soft">{formatMessage({ id: 'case.call.noPhone' })}</span> : <Anchor href={`tel:${phone}`} className={classes.phone}>{phone}</Anchor>} <Anchor size="sm" href={`mailto:${email}`}>{email}</Anchor></span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Agreement({ tenant: { slug, agreement } }: { readonly tenant: Tenant }): ReactNode {
  const { formatMessage } = useIntl();
  if (agreement == null) return null;
  const { slaPolicy } = agreement;
  const facts: readonly (readonly [string, string])[] = [
    ['service', `${formatMessage({ id: `case.service.${agreement.serviceMode}` })} · ${agreement.plan}`], ['policy', `${slaPolicy.name} v${slaPolicy.version} · ${slaPolicy.calendar}`],
    ['zone', agreement.timeZone], ['language', formatMessage({ id: `case.language.${agreement.language}` })],
  ];
  return (
    <section className={classes.panel}>
      <h2>{formatMessage({ id: 'case.agreement' })}</h2>
      <dl className={classes.facts}>{facts.map(([id, value]) => <div key={id}><dt>{formatMessage({ id: `case.agreement.${id}` })}</dt><dd>{value}</dd></div>)}</dl>
      <Anchor component={Link} size="sm" to="/t/$tenant" params={{ tenant: slug } as never}>{formatMessage({ id: 'case.toTenant' })}</Anchor>
    </section>
  );
}
