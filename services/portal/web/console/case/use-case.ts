import type { Client, CombinedError } from '@urql/core';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useClient } from 'urql';
import { useLanguage } from '../../shared/words/words-provider';
import { CasePageDocument, type CasePageQuery, type CasePageQueryVariables } from '../gen/graphql';
import { useCaseNews } from '../live/case-live';
import { emptyPart, withPage, type Parts } from './story';

type Answer = CasePageQuery['caseByNumber'];
type Rows<Connection> = Connection extends { readonly nodes: readonly (infer Row)[] } ? Row : never;
export type CaseFinding = Rows<NonNullable<Answer['findings']>>;
export type CaseEntry = Rows<NonNullable<Answer['timeline']>>;
export type CaseComment = Rows<NonNullable<Answer['comments']>>;
export type CaseHead = Omit<Answer, 'findings' | 'timeline' | 'comments'>;
export type CaseParts = Parts<CaseFinding, CaseEntry, CaseComment>;
type PartName = keyof CaseParts;
export interface ReadCase { readonly head: CaseHead; readonly parts: CaseParts }

export interface CaseReading {
  readonly read: ReadCase | undefined;
  readonly error: CombinedError | undefined;
  /** Reads the case again, and of each part its last page: what is new comes below. */
  readonly refresh: () => Promise<ReadCase | undefined>;
  /** Reads the next page of each part that has one. */
  readonly readOn: () => Promise<ReadCase | undefined>;
}

const NONE: CaseParts = { findings: emptyPart, timeline: emptyPart, comments: emptyPart };
const PARTS: readonly PartName[] = ['findings', 'timeline', 'comments'];
/** News come in bursts, and each reading stands in the client company's audit log: one reading serves a burst. */
const SETTLE_MS = 400;
const NOT_SOONER_MS = 2_000;

/** A case by its address, read part by part and kept up to date. A component that shows another case is another component. */
export function useCase(slug: string, number: number): CaseReading {
  const client = useClient();
  const { language } = useLanguage();
  const [state, setState] = useState<{ readonly read?: ReadCase; readonly error?: CombinedError }>({});
  const latest = useRef<ReadCase | undefined>(undefined);
  const asking = useMemo(() => ({ slug, number, language: language === 'ja' ? 'JA' as const : 'EN' as const }), [slug, number, language]);

  const ask = useCallback(async (cursors: ReadonlyMap<PartName, string | undefined>): Promise<ReadCase | undefined> => {
    const before = latest.current;
    const { data, error } = await client.query(CasePageDocument, { ...asking, ...wanting(cursors) }, { requestPolicy: 'network-only' }).toPromise();
    if (data == null) {
      setState((held) => (error === undefined ? held : { ...held, error }));
      return undefined;
    }
    const read = merged(before, data.caseByNumber, cursors);
    latest.current = read;
    setState({ read });
    return read;
  }, [client, asking]);

  useEffect(() => {
    latest.current = undefined;
    void ask(new Map(PARTS.map((part) => [part, undefined])));
  }, [ask]);

  const refresh = useCallback(() => ask(new Map(PARTS.map((part) => [part, latest.current?.parts[part].lastAt]))), [ask]);
  const readOn = useCallback(() => {
    const parts = latest.current?.parts ?? NONE;
    return ask(new Map(PARTS.filter((part) => parts[part].next !== undefined).map((part) => [part, parts[part].next])));
  }, [ask]);
  useNews(latest, refresh, client, asking);
  return { read: state.read, error: state.error, refresh, readOn };
}

function wanting(cursors: ReadonlyMap<PartName, string | undefined>): Omit<CasePageQueryVariables, 'slug' | 'number' | 'language'> {
  const after = (part: PartName): string | null => cursors.get(part) ?? null;
  return {
    withFindings: cursors.has('findings'), findingsAfter: after('findings'), withTimeline: cursors.has('timeline'), timelineAfter: after('timeline'),
    withComments: cursors.has('comments'), commentsAfter: after('comments'),
  };
}

function merged(before: ReadCase | undefined, { findings, timeline, comments, ...head }: Answer, cursors: ReadonlyMap<PartName, string | undefined>): ReadCase {
  const held = before?.head.id === head.id ? before.parts : NONE;
  return {
    head,
    parts: {
      findings: findings == null ? held.findings : withPage(held.findings, findings, cursors.get('findings')),
      timeline: timeline == null ? held.timeline : withPage(held.timeline, timeline, cursors.get('timeline')),
      comments: comments == null ? held.comments : withPage(held.comments, comments, cursors.get('comments')),
    },
  };
}

/** Reads again after news of this case; after a gap in the feed the case alone, and its parts only when it changed. */
function useNews(latest: { readonly current: ReadCase | undefined }, refresh: () => Promise<unknown>, client: Client, asking: Pick<CasePageQueryVariables, 'slug' | 'number' | 'language'>): void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const lastAt = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), [refresh]);
  const soon = (): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      lastAt.current = performance.now();
      void refresh();
    }, Math.max(SETTLE_MS, lastAt.current + NOT_SOONER_MS - performance.now()));
  };
  useCaseNews({
    onNews: ({ news }) => {
      const { head } = latest.current ?? {};
      if (head !== undefined && news.some(({ caseId, version, kind }) => caseId === head.id && (version > head.version || kind === 'FINDING_JOINED' || kind === 'COMMENTED'))) soon();
    },
    onGap: () => {
      const { head } = latest.current ?? {};
      if (head === undefined) return;
      void client.query(CasePageDocument, { ...asking, ...wanting(new Map()) }, { requestPolicy: 'network-only' }).toPromise().then(({ data }) => {
        const now = data?.caseByNumber;
        if (now !== undefined && (now.version > head.version || now.findingCount > head.findingCount || now.lastActivityAt > head.lastActivityAt)) soon();
      });
    },
  });
}
