import { Button } from '@mantine/core';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { Choice } from '../../shared/choice/choice';
import { JsonTree } from '../../shared/json-tree/json-tree';
import { jsonLines } from '../../shared/json-tree/json-lines';
import { ErrorPanel, Loading } from '../../shared/page/page-states';
import { PlainTable } from '../../shared/table/plain-table';
import { VisibleText } from '../../shared/text/visible-text';
import { TimeAt } from '../../shared/time/time-ago';
import { FindingRecordDocument, type FindingRecordQuery } from '../gen/graphql';
import type { Finding } from './finding';
import type { RawView } from './finding-search';
import { marksOf, type Term } from './highlight';
import classes from './finding.module.css';

/** Name of the first place in the raw text where a value of this label stands. */
export const markName = (label: string): string => `raw-${label.replace(/[^\w-]/g, '-')}`;
/** Longer records begin with this much, so that the page answers at once. */
const SHOWN_FIRST = 100_000;

export interface RawRecordProps { readonly finding: Finding; readonly terms: readonly Term[]; readonly view: RawView; readonly onView: (view: RawView) => void }

/** The record as the source sent it, with what the finding and its rule named in it. */
export function RawRecord({ finding, ...rest }: RawRecordProps): ReactNode {
  const { formatMessage } = useIntl();
  const { tenantId, batchId, seq, occurredAt } = finding;
  const [{ data, error }, again] = useQuery({ query: FindingRecordDocument, variables: { tenantId, batchId, seq, at: occurredAt } });
  return (
    <section id="finding-raw" className={classes.panel} aria-labelledby="finding-raw-title">
      <h2 id="finding-raw-title">{formatMessage({ id: 'finding.part.raw' })}</h2>
      {data != null ? <Record record={data.rawEvent} finding={finding} {...rest} /> : error === undefined ? <Loading height="16rem" /> : <ErrorPanel error={error} onRetry={() => again({ requestPolicy: 'network-only' })} />}
    </section>
  );
}

function Record({ record, finding, terms, view, onView }: RawRecordProps & { readonly record: FindingRecordQuery['rawEvent'] }): ReactNode {
  const { formatMessage, formatNumber } = useIntl();
  const lines = useMemo(() => jsonLines(record.raw), [record.raw]);
  const hash = useSha256(record.raw);
  const shown = view === 'tree' && lines === undefined ? 'text' : view;
  const views: readonly RawView[] = lines === undefined ? ['text', 'fields'] : ['text', 'tree', 'fields'];
  return (
    <>
      <dl className={classes.rawFacts}>
        <div><dt>{formatMessage({ id: 'finding.received' })}</dt><dd><TimeAt at={record.receivedAt} /></dd></div>
        <div><dt>{formatMessage({ id: 'finding.logType' })}</dt><dd className="mono">{record.logType} · OCSF {record.classUid}</dd></div>
        <div><dt>{formatMessage({ id: 'finding.batch' })}</dt><dd className="mono">{record.batchId} / {record.seq}</dd></div>
        <div><dt>{formatMessage({ id: 'finding.findingId' })}</dt><dd className="mono">{finding.id}</dd></div>
        <div><dt>{formatMessage({ id: 'finding.hash' })}</dt><dd className="mono">{hash ?? '…'}</dd></div>
        <div><dt>{formatMessage({ id: 'finding.size' })}</dt><dd>{formatMessage({ id: 'finding.characters' }, { count: formatNumber(record.raw.length) })}</dd></div>
      </dl>
      <div className={classes.line}>
        <Choice<RawView> label={formatMessage({ id: 'finding.rawView' })} value={shown} onChange={onView} options={views.map((value) => ({ value, label: formatMessage({ id: `finding.view.${value}` }) }))} />
        <CopyButton text={record.raw} />
      </div>
      {shown === 'fields' && <PlainTable
        caption={formatMessage({ id: 'finding.view.fields' })} rows={record.columns} rowId={({ name }) => name}
        columns={[
          { id: 'name', header: formatMessage({ id: 'finding.field' }), cell: ({ name }) => <span className="mono">{name}</span> },
          { id: 'value', header: formatMessage({ id: 'finding.value' }), cell: ({ value }) => <span className="mono"><VisibleText text={value} /></span> },
        ]}
      />}
      {shown === 'tree' && lines !== undefined && <JsonTree lines={lines} label={formatMessage({ id: 'finding.part.raw' })} />}
      {shown === 'text' && <RawText raw={record.raw} terms={terms} />}
    </>
  );
}

function RawText({ raw, terms }: { readonly raw: string; readonly terms: readonly Term[] }): ReactNode {
  const { formatMessage, formatNumber } = useIntl();
  const [isWhole, setWhole] = useState(raw.length <= SHOWN_FIRST);
  const text = isWhole ? raw : raw.slice(0, SHOWN_FIRST);
  const marks = useMemo(() => marksOf(text, terms), [text, terms]);
  const first = useMemo(() => new Map([...marks].reverse().map((mark) => [mark.label, mark])), [marks]);
  return (
    <>
      <pre className={classes.raw} tabIndex={0} aria-label={formatMessage({ id: 'finding.part.raw' })}>
        <VisibleText text={text} marks={marks} markId={(mark) => (first.get(mark.label) === mark ? markName(mark.label) : undefined)} />
      </pre>
      {!isWhole && <p>{formatMessage({ id: 'finding.cut' }, { shown: formatNumber(SHOWN_FIRST), count: formatNumber(raw.length) })} <Button size="compact-sm" variant="default" onClick={() => setWhole(true)}>{formatMessage({ id: 'finding.showAll' })}</Button></p>}
      <p className="soft">{formatMessage({ id: 'finding.marks' }, { count: marks.length })}</p>
    </>
  );
}

/** SHA-256 of a text in UTF-8, computed here; undefined until then. */
function useSha256(text: string): string | undefined {
  const [hash, setHash] = useState<{ readonly of: string; readonly hex: string }>();
  useEffect(() => {
    let isCurrent = true;
    void crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)).then((bytes) => {
      if (isCurrent) setHash({ of: text, hex: [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('') });
    });
    return () => { isCurrent = false; };
  }, [text]);
  return hash?.of === text ? hash.hex : undefined;
}

function CopyButton({ text }: { readonly text: string }): ReactNode {
  const { formatMessage } = useIntl();
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  const copy = (): void => {
    void navigator.clipboard.writeText(text).then(() => setState('copied'), () => setState('failed'));
  };
  return <><Button size="compact-md" variant="default" onClick={copy}>{formatMessage({ id: 'finding.copy' })}</Button><span role="status" className="soft">{state === 'idle' ? '' : formatMessage({ id: `finding.copy.${state}` })}</span></>;
}
