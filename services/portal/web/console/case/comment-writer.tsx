import { Button, Textarea } from '@mantine/core';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { Choice } from '../../shared/choice/choice';
import { TenantTag } from '../../shared/tenant/tenant-tag';
import { VisibleText } from '../../shared/text/visible-text';
import { ChangedMeanwhile, useSeenStory } from './changed-meanwhile';
import { DraftStore, type Draft, type DraftKind } from './draft-store';
import type { ReadCase } from './use-case';
import { useDecisions } from './use-decisions';
import { useReaders } from './use-readers';
import classes from './case.module.css';

/** Where text for a case is typed. */
export const WRITER_ID = 'case-writer';
const LONGEST = 10_000;
type State = { readonly kind: 'idle' | 'sending' | 'conflict' | 'sent' } | { readonly kind: 'refused'; readonly message: string };

export interface CommentWriterProps {
  readonly read: ReadCase;
  readonly me: { readonly id: string; readonly name: string };
  readonly onRefresh: () => Promise<ReadCase | undefined>;
}

/** Writes on a case: for the provider's people unless it plainly says otherwise. What goes to the client company is looked at first and sent by its button only. */
export function CommentWriter({ read, me, onRefresh }: CommentWriterProps): ReactNode {
  const { formatMessage } = useIntl();
  const { id: caseId, version, tenant } = read.head;
  const drafts = useMemo(() => new DraftStore(sessionStorage, me.id), [me.id]);
  const [draft, setDraft] = useState<Draft>(() => drafts.read(caseId) ?? { kind: 'internal', body: '' });
  const [isPreview, setPreview] = useState(false);
  const [state, setState] = useState<State>({ kind: 'idle' });
  const decide = useDecisions();
  const field = useRef<HTMLTextAreaElement>(null);
  const { seen, look } = useSeenStory(read);
  const isForClient = draft.kind === 'client';
  const readers = useReaders(tenant.id, isForClient);
  useEffect(() => drafts.keep(caseId, draft), [drafts, caseId, draft]);

  const change = (next: Draft): void => {
    if (draft.body === '') look();
    setDraft(next);
    setPreview(false);
    setState({ kind: 'idle' });
  };
  const send = async (): Promise<void> => {
    if (draft.body.trim() === '' || state.kind === 'sending') return;
    setState({ kind: 'sending' });
    const outcome = await decide({ kind: 'comment', input: { body: draft.body, visibility: isForClient ? 'CUSTOMER' : 'INTERNAL' } }, { caseId, expectedVersion: version });
    if (outcome.kind === 'refused') return setState({ kind: 'refused', message: outcome.refusal.message });
    await onRefresh();
    if (outcome.kind === 'conflict') return setState({ kind: 'conflict' });
    drafts.drop(caseId);
    setDraft({ kind: 'internal', body: '' });
    setPreview(false);
    setState({ kind: 'sent' });
    field.current?.focus();
  };
  const keyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      if (!isForClient) void send();
    } else if (event.key === 'Escape') field.current?.blur();
  };
  const name = tenant.name;
  return (
    <form className={classes.writer} data-for={draft.kind} aria-label={formatMessage({ id: 'case.writer' })} onSubmit={(event) => event.preventDefault()}>
      <div className={classes.line}>
        <Choice<DraftKind>
          label={formatMessage({ id: 'case.writer.readers' })} value={draft.kind} onChange={(kind) => change({ ...draft, kind })}
          options={[{ value: 'internal', label: formatMessage({ id: 'case.writer.internal' }) }, { value: 'client', label: formatMessage({ id: 'case.writer.client' }, { name }) }]}
        />
        {isForClient && <strong className={classes.to}>{readers === undefined ? formatMessage({ id: 'case.writer.toAll' }, { name }) : formatMessage({ id: 'case.writer.to' }, { name, count: readers })}</strong>}
      </div>
      {isPreview
        ? <div className={classes.preview} role="region" aria-label={formatMessage({ id: 'case.writer.preview' })}><p className="soft">{formatMessage({ id: 'case.writer.previewText' })}</p><TenantTag tenant={tenant} full /><p className={classes.words}><VisibleText text={draft.body} /></p></div>
        : <Textarea
            ref={field} id={WRITER_ID} autosize minRows={2} maxRows={12} maxLength={LONGEST} value={draft.body} onKeyDown={keyDown} onChange={({ currentTarget }) => change({ ...draft, body: currentTarget.value })}
            aria-label={formatMessage({ id: isForClient ? 'case.writer.textForClient' : 'case.writer.text' })} placeholder={formatMessage({ id: isForClient ? 'case.writer.hintClient' : 'case.writer.hint' })}
          />}
      {state.kind === 'conflict' && <ChangedMeanwhile read={read} seen={seen} text={formatMessage({ id: 'case.writer.conflict' })} />}
      {state.kind === 'refused' && <p role="alert" className={classes.refused}>{formatMessage({ id: 'case.refused' })} <span lang="en">{state.message}</span></p>}
      <div className={classes.line}>
        {isForClient
          ? isPreview
            ? <>
                <Button variant="default" onClick={() => setPreview(false)}>{formatMessage({ id: 'case.writer.edit' })}</Button>
                <Button loading={state.kind === 'sending'} onClick={() => void send()}>{formatMessage({ id: state.kind === 'conflict' ? 'case.writer.sendAnyway' : 'case.writer.sendClient' }, { name })}</Button>
              </>
            : <Button variant="default" disabled={draft.body.trim() === ''} onClick={() => { look(); setPreview(true); }}>{formatMessage({ id: 'case.writer.toPreview' })}</Button>
          : <Button variant="default" loading={state.kind === 'sending'} disabled={draft.body.trim() === ''} onClick={() => void send()}>{formatMessage({ id: 'case.writer.send' })}</Button>}
        <span className="soft" role="status">{formatMessage({ id: state.kind === 'sent' ? 'case.writer.sent' : isForClient ? 'case.writer.byButton' : 'case.writer.byKey' })}</span>
      </div>
    </form>
  );
}
