import { Alert, Button, NativeSelect, TextInput, Title } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useMutation, useQuery } from 'urql';
import { refusalOf } from '../../shared/api/refusal';
import { ErrorPanel, Loading } from '../../shared/page/page-states';
import { usePageTitle } from '../../shared/page/page-title';
import { BringTenantInDocument, PlanChoicesDocument, type Language, type PlanChoicesQuery, type ServiceMode } from '../gen/graphql';
import { faultsOf, inputOf, type Faults, type NewTenant } from './new-tenant';
import classes from './tenant.module.css';

/** Brings a client company in; afterwards its own page shows how far its steps are. */
export function NewTenantPage(): ReactNode {
  const { formatMessage } = useIntl();
  usePageTitle(formatMessage({ id: 'tenant.new' }));
  const [{ data, error }, again] = useQuery({ query: PlanChoicesDocument });
  if (error !== undefined) return <ErrorPanel error={error} onRetry={() => again({ requestPolicy: 'network-only' })} />;
  if (data === undefined) return <Loading height="60vh" />;
  return <><Title order={1} size="h2" mb="md">{formatMessage({ id: 'tenant.new' })}</Title><NewTenantForm plans={data.plans} /></>;
}

function NewTenantForm({ plans }: { readonly plans: PlanChoicesQuery['plans'] }): ReactNode {
  const { formatMessage } = useIntl();
  const navigate = useNavigate();
  const box = useRef<HTMLFormElement>(null);
  const [form, setForm] = useState<NewTenant>({
    slug: '', code: '', name: '', plan: plans[0]?.code ?? '', serviceMode: 'MDR', timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, language: 'JA', billingName: '',
    contactName: '', contactEmail: '', contactPhone: '', userName: '', userEmail: '',
  });
  const [faults, setFaults] = useState<Faults>({});
  const [{ fetching, error }, bringIn] = useMutation(BringTenantInDocument);
  const text = (field: keyof NewTenant, more: { readonly type?: string; readonly description?: string; readonly required?: boolean } = {}): ReactNode => {
    const fault = faults[field];
    return (
      <TextInput
        name={field} label={formatMessage({ id: `tenant.field.${field}` })} value={form[field]} maxLength={200} autoComplete="off" {...more}
        error={fault === undefined ? undefined : formatMessage({ id: `tenant.fault.${fault}` })} onChange={({ currentTarget: { value } }) => setForm((old) => ({ ...old, [field]: value }))}
      />
    );
  };
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const found = faultsOf(form);
    setFaults(found);
    const [first] = Object.keys(found);
    if (first !== undefined) return box.current?.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
    const { data } = await bringIn({ input: inputOf(form) });
    if (data !== undefined) await navigate({ to: '/t/$tenant', params: { tenant: data.createTenant.tenant.slug } });
  };
  return (
    <form ref={box} className={classes.form} noValidate onSubmit={(event) => void send(event)}>
      {error !== undefined && <Alert color="red" role="alert" title={formatMessage({ id: 'tenant.new.failed' })}>{refusalOf(error).message}</Alert>}
      <fieldset>
        <legend>{formatMessage({ id: 'tenant.group.company' })}</legend>
        {text('name', { required: true })}
        <div className={classes.pair}>
          {text('slug', { required: true, description: formatMessage({ id: 'tenant.hint.slug' }) })}
          {text('code', { description: formatMessage({ id: 'tenant.hint.code' }) })}
        </div>
      </fieldset>
      <fieldset>
        <legend>{formatMessage({ id: 'tenant.agreement' })}</legend>
        <div className={classes.pair}>
          <NativeSelect label={formatMessage({ id: 'tenant.field.plan' })} value={form.plan} data={plans.map(({ code, name }) => ({ value: code, label: name }))} onChange={({ currentTarget: { value } }) => setForm((old) => ({ ...old, plan: value }))} />
          <NativeSelect label={formatMessage({ id: 'tenant.field.serviceMode' })} value={form.serviceMode} data={['MDR', 'MSSP']} onChange={({ currentTarget: { value } }) => setForm((old) => ({ ...old, serviceMode: value as ServiceMode }))} />
          <NativeSelect label={formatMessage({ id: 'tenant.field.timeZone' })} value={form.timeZone} data={[...new Set([form.timeZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])]} onChange={({ currentTarget: { value } }) => setForm((old) => ({ ...old, timeZone: value }))} />
          <NativeSelect label={formatMessage({ id: 'tenant.field.language' })} value={form.language} data={[{ value: 'JA', label: '日本語' }, { value: 'EN', label: 'English' }]} onChange={({ currentTarget: { value } }) => setForm((old) => ({ ...old, language: value as Language }))} />
        </div>
        {text('billingName', { description: formatMessage({ id: 'tenant.hint.billingName' }) })}
      </fieldset>
      <fieldset>
        <legend>{formatMessage({ id: 'tenant.group.contact' })}</legend>
        {text('contactName', { required: true })}
        <div className={classes.pair}>{text('contactEmail', { required: true, type: 'email' })}{text('contactPhone', { type: 'tel', description: formatMessage({ id: 'tenant.hint.contactPhone' }) })}</div>
      </fieldset>
      <fieldset>
        <legend>{formatMessage({ id: 'tenant.group.user' })}</legend>
        <p className="soft">{formatMessage({ id: 'tenant.hint.user' })}</p>
        <div className={classes.pair}>{text('userName', { required: true })}{text('userEmail', { required: true, type: 'email' })}</div>
      </fieldset>
      <Button type="submit" loading={fetching}>{formatMessage({ id: 'tenant.new.send' })}</Button>
    </form>
  );
}
