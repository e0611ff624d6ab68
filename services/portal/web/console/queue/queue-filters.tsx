import { Button, NativeSelect, TextInput } from '@mantine/core';
import { memo, useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import { useIntl } from 'react-intl';
import { isNarrowed, SEVERITY_NAMES, STATUSES, statusesOf, statusText, type QueueSearch, type SeverityName } from './queue-search';
import classes from './queue.module.css';

export interface NamedTenant { readonly id: string; readonly slug: string; readonly code: string; readonly name: string }
export interface QueueFiltersProps {
  readonly search: QueueSearch;
  readonly tenants: readonly NamedTenant[];
  readonly words: RefObject<HTMLInputElement | null>;
  readonly onChange: (change: Partial<Record<keyof QueueSearch, string | undefined>>) => void;
}

/** Typed words are looked for when the typing rests. */
const REST_MS = 350;

/** What the list is narrowed by; all of it stands in the address. */
export const QueueFilters = memo(function QueueFilters({ search, tenants, words, onChange }: QueueFiltersProps): ReactNode {
  const { formatMessage } = useIntl();
  const statuses = statusesOf(search);
  const choices = (label: string, rest: readonly { readonly value: string; readonly label: string }[]): { value: string; label: string }[] => [{ value: '', label: formatMessage({ id: label }) }, ...rest];
  const chosen = (value: string): string | undefined => (value === '' ? undefined : value);
  const toggle = (name: (typeof STATUSES)[number]): void => onChange({ status: statusText(statuses.includes(name) ? statuses.filter((one) => one !== name) : [...statuses, name]) });
  return (
    <search className={classes.filters} aria-label={formatMessage({ id: 'queue.filter' })}>
      <WordsInput search={search} words={words} onChange={onChange} />
      <NativeSelect
        size="xs" aria-label={formatMessage({ id: 'queue.filter.severity' })} value={search.severity ?? ''} onChange={({ currentTarget }) => onChange({ severity: chosen(currentTarget.value) as SeverityName | undefined })}
        data={choices('queue.filter.anySeverity', SEVERITY_NAMES.slice(0, -1).map((name) => ({ value: name, label: formatMessage({ id: 'queue.filter.atLeast' }, { severity: formatMessage({ id: `severity.${name.toUpperCase()}` }), isWorst: String(name === 'critical') }) })))}
      />
      <NativeSelect
        size="xs" aria-label={formatMessage({ id: 'queue.column.owner' })} value={search.owner ?? ''} onChange={({ currentTarget }) => onChange({ owner: chosen(currentTarget.value) })}
        data={choices('queue.filter.anyOwner', [{ value: 'me', label: formatMessage({ id: 'queue.filter.mine' }) }, { value: 'nobody', label: formatMessage({ id: 'queue.filter.unassigned' }) }])}
      />
      <NativeSelect
        size="xs" className={classes.tenantSelect} aria-label={formatMessage({ id: 'queue.column.tenant' })} value={search.tenant ?? ''} onChange={({ currentTarget }) => onChange({ tenant: chosen(currentTarget.value) })}
        data={choices('queue.filter.anyTenant', tenants.map(({ slug, code, name }) => ({ value: slug, label: `${code} ${name}` })))}
      />
      <div role="group" aria-label={formatMessage({ id: 'queue.filter.status' })} className={classes.statuses}>
        {STATUSES.map((name) => <button key={name} type="button" className={classes.status} aria-pressed={statuses.includes(name)} onClick={() => toggle(name)}>{formatMessage({ id: `queue.status.${name}` })}</button>)}
      </div>
      {isNarrowed(search) && <Button variant="subtle" size="compact-sm" onClick={() => onChange({ status: undefined, severity: undefined, tenant: undefined, owner: undefined, q: undefined })}>{formatMessage({ id: 'queue.filter.clear' })}</Button>}
    </search>
  );
});

/** The field keeps what is typed until it rests; nothing is sent while a word is being composed. */
function WordsInput({ search: { q = '' }, words, onChange }: Pick<QueueFiltersProps, 'search' | 'words' | 'onChange'>): ReactNode {
  const { formatMessage } = useIntl();
  const [typed, setTyped] = useState(q);
  const [isComposing, setComposing] = useState(false);
  const sent = useRef(q);
  useEffect(() => {
    // Back, or a view, wrote the words; what is being typed at the moment is not touched by one's own words coming back.
    if (q !== sent.current) setTyped(q);
    sent.current = q;
  }, [q]);
  useEffect(() => {
    const wanted = typed.trim();
    if (isComposing || wanted === sent.current) return undefined;
    const timer = setTimeout(() => {
      sent.current = wanted;
      onChange({ q: wanted === '' ? undefined : wanted });
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [typed, isComposing, onChange]);
  return (
    <TextInput
      ref={words} size="xs" type="search" maxLength={100} className={classes.words} aria-label={formatMessage({ id: 'queue.filter.words' })} placeholder={formatMessage({ id: 'queue.filter.wordsHint' })}
      value={typed} onChange={({ currentTarget }) => setTyped(currentTarget.value)} onCompositionStart={() => setComposing(true)} onCompositionEnd={() => setComposing(false)}
    />
  );
}
