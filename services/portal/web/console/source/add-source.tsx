import { Alert, Button, Checkbox, Group, NativeSelect, TextInput } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useMutation } from 'urql';
import { refusalOf } from '../../shared/api/refusal';
import { AddSourceDocument } from '../gen/graphql';
import classes from './source.module.css';

export const KINDS = ['windows', 'linux', 'cloudtrail', 'web', 'zeek', 'firewall', 'other'] as const;

/** Adds a source. It receives nothing before a credential is issued, which its card offers. */
export function AddSource({ tenantId, onDone }: { readonly tenantId: string; readonly onDone: () => void }): ReactNode {
  const { formatMessage } = useIntl();
  const [name, setName] = useState('');
  const [kind, setKind] = useState<string>(KINDS[0]);
  const [critical, setCritical] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const [{ fetching, error }, add] = useMutation(AddSourceDocument);
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setMissing(name.trim() === '');
    if (name.trim() === '') return;
    const { data } = await add({ input: { tenantId, name: name.trim(), kind, critical } });
    if (data !== undefined) onDone();
  };
  return (
    <form className={classes.form} noValidate onSubmit={(event) => void send(event)} aria-label={formatMessage({ id: 'source.add' })}>
      {error !== undefined && <Alert color="red" role="alert" title={formatMessage({ id: 'source.add.failed' })}>{refusalOf(error).message}</Alert>}
      <TextInput
        label={formatMessage({ id: 'source.field.name' })} description={formatMessage({ id: 'source.hint.name' })} value={name} maxLength={100} required data-autofocus
        error={isMissing ? formatMessage({ id: 'source.fault.name' }) : undefined} onChange={({ currentTarget: { value } }) => setName(value)}
      />
      <NativeSelect label={formatMessage({ id: 'source.field.kind' })} value={kind} data={KINDS.map((value) => ({ value, label: formatMessage({ id: `source.kind.${value}` }) }))} onChange={({ currentTarget: { value } }) => setKind(value)} />
      <Checkbox label={formatMessage({ id: 'source.field.critical' })} description={formatMessage({ id: 'source.hint.critical' })} checked={critical} onChange={({ currentTarget: { checked } }) => setCritical(checked)} />
      <Group>
        <Button type="submit" loading={fetching}>{formatMessage({ id: 'source.add' })}</Button>
        <Button variant="default" onClick={onDone}>{formatMessage({ id: 'source.add.cancel' })}</Button>
      </Group>
    </form>
  );
}
