import { createContext, use, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { joinLive, type LiveState } from '../../shared/live/live-stream';
import { LOOK_EVERY_MS, NewsPace, type Paced } from '../../shared/live/news-pace';
import { useSession } from '../../shared/sign-in/session-provider';
import { tableTime } from '../../shared/time/clock-text';
import { useZone } from '../../shared/time/zone';
import { CaseNewsDocument, type CaseNewsSubscription } from '../gen/graphql';
import classes from './case-live.module.css';

/** A change of a case, as the API tells it. */
export type CaseChange = CaseNewsSubscription['caseChanged'];
/** Hears what came since the last time, at most four times a second, and `gap` when something may have been missed. */
export interface CaseListener { readonly onNews: (paced: Paced<CaseChange>) => void; readonly onGap: () => void }

interface Feed { readonly listeners: Set<CaseListener>; readonly state: LiveState }
const Current = createContext<Feed | undefined>(undefined);

/** One feed of case changes for all pages of this tab; all tabs of the browser share one stream. */
export function CaseLive({ children }: { readonly children: ReactNode }): ReactNode {
  const { session } = useSession();
  const [state, setState] = useState<LiveState>({ kind: 'connecting' });
  const [listeners] = useState(() => new Set<CaseListener>());
  useEffect(() => {
    const pace = new NewsPace<CaseChange>();
    const tellGap = (): void => { for (const { onGap } of listeners) onGap(); };
    const timer = setInterval(() => {
      const paced = pace.look(performance.now());
      if (paced.isMissing) tellGap();
      if (paced.news.length > 0 || paced.isFlood) for (const { onNews } of listeners) onNews(paced);
    }, LOOK_EVERY_MS);
    const leave = joinLive<CaseChange>({
      session, document: CaseNewsDocument, read: (data) => (data as CaseNewsSubscription | null | undefined)?.caseChanged, onChange: (change) => pace.push(change), onState: setState, onGap: tellGap,
    });
    return () => {
      clearInterval(timer);
      leave();
    };
  }, [session, listeners]);
  const feed = useMemo(() => ({ listeners, state }), [listeners, state]);
  return <Current value={feed}>{children}</Current>;
}

/** Hears the feed while the component is on the page. */
export function useCaseNews(listener: CaseListener): void {
  const listeners = use(Current)?.listeners;
  const latest = useRef(listener);
  useEffect(() => { latest.current = listener; });
  useEffect(() => {
    const heard: CaseListener = { onNews: (paced) => latest.current.onNews(paced), onGap: () => latest.current.onGap() };
    listeners?.add(heard);
    return () => { listeners?.delete(heard); };
  }, [listeners]);
}

/** How the feed stands, in words; when it stopped, with the time of its last sign of life. */
export function LiveWord(): ReactNode {
  const { formatMessage } = useIntl();
  const { zone } = useZone();
  const state = use(Current)?.state ?? { kind: 'connecting' };
  const text = state.kind === 'retrying'
    ? formatMessage({ id: 'live.retrying' }, { time: tableTime(state.since, zone, new Date()).split(' ').at(-1) ?? '' })
    : formatMessage({ id: `live.${state.kind}` });
  return <span className={classes.word} data-kind={state.kind} role="status"><span className={classes.sign} aria-hidden="true" />{text}</span>;
}
