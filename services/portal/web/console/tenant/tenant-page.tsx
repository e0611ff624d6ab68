import { Group, Title } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { ErrorPanel, Loading } from '../../shared/page/page-states';
import { usePageTitle } from '../../shared/page/page-title';
import { PlainTable } from '../../shared/table/plain-table';
import { SeverityBadge } from '../../shared/severity/severity-badge';
import { TenantTag } from '../../shared/tenant/tenant-tag';
import { durationText } from '../../shared/time/clock-text';
import { TimeAt } from '../../shared/time/time-ago';
import { TenantProfileDocument, type TenantProfileQuery } from '../gen/graphql';
import { OnboardingSteps } from './onboarding-steps';
import classes from './tenant.module.css';

type Profile = TenantProfileQuery['tenantBySlug'];
const LOOK_AGAIN_MS = 1_000;

/** One client company: how far it is brought in, what is agreed with it, and whom to call. */
export function TenantPage(): ReactNode {
  const { formatMessage } = useIntl();
  const { tenant: slug } = useParams({ from: '/t/$tenant' });
  const [{ data, error }, again] = useQuery({ query: TenantProfileDocument, variables: { slug }, requestPolicy: 'cache-and-network' });
  const tenant = data?.tenantBySlug;
  usePageTitle(tenant?.name ?? formatMessage({ id: 'tenant.list.title' }), tenant?.code);
  const isUnderWay = tenant?.state === 'ONBOARDING';
  useEffect(() => {
    if (!isUnderWay) return undefined;
    const timer = setInterval(() => again({ requestPolicy: 'network-only' }), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isUnderWay, again]);
  if (tenant === undefined) return error === undefined ? <Loading height="60vh" /> : <ErrorPanel error={error} onRetry={() => again({ requestPolicy: 'network-only' })} />;
  return (
    <>
      <Group justify="space-between" mb="md">
        <Title order={1} size="h2"><TenantTag tenant={tenant} full /></Title>
        <Link to="/t/$tenant/sources" params={{ tenant: slug }}>{formatMessage({ id: 'tenant.toSources' })}</Link>
      </Group>
      <div className={classes.columns}>
        <section className={classes.panel}><h2>{formatMessage({ id: 'tenant.column.onboarding' })}</h2><OnboardingSteps state={tenant.state} steps={tenant.onboarding.steps} /></section>
        <Agreement agreement={tenant.agreement} />
        <Contacts tenant={tenant} />
      </div>
    </>
  );
}

function Agreement({ agreement }: { readonly agreement: Profile['agreement'] }): ReactNode {
  const { formatMessage, formatNumber } = useIntl();
  if (agreement == null) return null;
  const { slaPolicy, quota } = agreement;
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['tenant.fact.service', `${agreement.serviceMode} · ${agreement.plan}`], ['tenant.fact.policy', `${slaPolicy.name} v${slaPolicy.version} · ${slaPolicy.calendar}`],
    ['tenant.fact.zone', agreement.timeZone], ['tenant.fact.language', formatMessage({ id: `tenant.language.${agreement.language}` })], ['tenant.fact.since', `${agreement.startsOn} · v${agreement.version}`],
    ['tenant.fact.quota', formatMessage({ id: 'tenant.quota' }, { events: formatNumber(quota.eventsPerSec), gigabytes: formatNumber(Number(quota.bytesPerDay) / 1e9, { maximumFractionDigits: 1 }), sources: quota.maxSources })],
  ];
  return (
    <section className={classes.panel}>
      <h2>{formatMessage({ id: 'tenant.agreement' })}</h2>
      <dl className={classes.facts}>{facts.flatMap(([id, value]) => [<dt key={`${id}.name`}>{formatMessage({ id })}</dt>, <dd key={id}>{value}</dd>])}</dl>
      <h3>{formatMessage({ id: 'tenant.targets' })}</h3>
      <PlainTable
        isSlim caption={formatMessage({ id: 'tenant.targets' })} rows={slaPolicy.targets} rowId={({ severity }) => severity}
        columns={[
          { id: 'severity', header: formatMessage({ id: 'tenant.target.severity' }), cell: ({ severity }) => <SeverityBadge severity={severity} /> },
          { id: 'ack', header: formatMessage({ id: 'tenant.target.acknowledge' }), cell: ({ acknowledgeSec }) => durationText(acknowledgeSec * 1_000), isFigure: true },
          { id: 'resolve', header: formatMessage({ id: 'tenant.target.resolve' }), cell: ({ resolveSec }) => durationText(resolveSec * 1_000), isFigure: true },
        ]}
      />
    </section>
  );
}

function Contacts({ tenant: { contacts, activatedAt } }: { readonly tenant: Profile }): ReactNode {
  const { formatMessage } = useIntl();
  return (
    <section className={classes.panel}>
      <h2>{formatMessage({ id: 'tenant.contacts' })}</h2>
      <PlainTable
        caption={formatMessage({ id: 'tenant.contacts' })} rows={contacts} rowId={({ id }) => id}
        columns={[
          { id: 'order', header: formatMessage({ id: 'tenant.contact.order' }), cell: ({ position }) => position, isFigure: true },
          { id: 'name', header: formatMessage({ id: 'tenant.contact.name' }), cell: ({ name, role }) => <><bdi>{name}</bdi> <span className="soft">{formatMessage({ id: `tenant.contact.role.${role}` })}</span></> },
          { id: 'reach', header: formatMessage({ id: 'tenant.contact.reach' }), cell: ({ email, phone }) => <><a href={`mailto:${email}`}>{email}</a>{phone == null ? null : <><br /><a href={`tel:${phone}`}>{phone}</a></>}</> },
        ]}
      />
      {activatedAt == null ? null : <p className="soft">{formatMessage({ id: 'tenant.servedSince' })} <TimeAt at={activatedAt} /></p>}
    </section>
  );
}
