import { createClient, type Client as SseClient } from 'graphql-sse';
import { hashOf } from '../api/client';
import type { Session } from '../sign-in/session';

/** How the live feed stands: a page says so in words, with the time of the last sign of life. */
export type LiveState = { readonly kind: 'connecting' | 'live' } | { readonly kind: 'retrying'; readonly since: Date };

export interface LiveOptions<Change> {
  readonly session: Session;
  readonly document: object;
  /** Reads a change out of an answer; undefined for anything else. */
  readonly read: (data: unknown) => Change | undefined;
  readonly onChange: (change: Change) => void;
  readonly onState: (state: LiveState) => void;
  /** Called when something may have been missed: what is shown has to be read again. */
  readonly onGap: () => void;
}

const LOCK = 'yagura-live';
const LONGEST_WAIT_MS = 30_000;
type Said<Change> = { readonly change: Change } | { readonly state: LiveState } | { readonly gap: true };

/**
 * One stream for all tabs of this browser: the tab that holds the lock reads it and tells the others. When that tab closes, another takes the
 * lock, connects and tells everybody to read again. Returns a function that leaves.
 */
export function joinLive<Change>(options: LiveOptions<Change>): () => void {
  const channel = new BroadcastChannel(LOCK);
  const leave = new AbortController();
  const hear = (said: Said<Change>): void => {
    if ('change' in said) options.onChange(said.change);
    else if ('state' in said) options.onState(said.state);
    else options.onGap();
  };
  const say = (said: Said<Change>): void => {
    channel.postMessage(said);
    hear(said);
  };
  channel.onmessage = ({ data }: MessageEvent<Said<Change>>) => hear(data);
  void navigator.locks.request(LOCK, { signal: leave.signal }, () => lead(options, say, leave.signal)).catch(() => undefined);
  return () => {
    leave.abort();
    channel.close();
  };
}

/** Reads the stream until the tab leaves or the session ends; every new connection is a gap. */
async function lead<Change>({ session, document, read }: LiveOptions<Change>, say: (said: Said<Change>) => void, leave: AbortSignal): Promise<void> {
  const query = { query: '', extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(document) } } };
  for (let failures = 0; !leave.aborted;) {
    const client = newSse(session);
    const stop = (): void => client.dispose();
    leave.addEventListener('abort', stop, { once: true });
    try {
      say({ state: { kind: 'connecting' } });
      const stream = client.iterate(query);
      say({ gap: true });
      say({ state: { kind: 'live' } });
      for await (const result of stream) {
        if (result.errors !== undefined) throw Object.assign(new Error('refused'), { code: result.errors[0]?.extensions?.['code'] });
        failures = 0;
        const change = read(result.data);
        if (change !== undefined) say({ change });
      }
    } catch (error) {
      if (isEnd(error) && !await session.renew()) return session.end('withdrawn');
    } finally {
      leave.removeEventListener('abort', stop);
      client.dispose();
    }
    failures += 1;
    say({ state: { kind: 'retrying', since: new Date() } });
    await pause(Math.min(LONGEST_WAIT_MS, 500 * 2 ** failures * (0.5 + Math.random())), leave);
  }
}

function newSse(session: Session): SseClient {
  return createClient({
    url: '/graphql', retryAttempts: 0,
    headers: () => ({ authorization: `Bearer ${session.token}` }),
    // graphql-sse would send the empty text along, and a text that is not the registered one is refused.
    fetchFn: (url: RequestInfo, init: RequestInit) => fetch(url, { ...init, body: withoutText(init.body) }),
  });
}

function withoutText(body: BodyInit | null | undefined): string {
  const { query: _, ...rest } = JSON.parse(String(body)) as Record<string, unknown>;
  return JSON.stringify(rest);
}

/** True for the refusals that end a session rather than a connection. */
const isEnd = (error: unknown): boolean => typeof error === 'object' && error !== null && 'code' in error && (error.code === 'UNAUTHENTICATED' || error.code === 'FORBIDDEN');

const pause = (ms: number, leave: AbortSignal): Promise<void> => new Promise((resolve) => {
  const timer = setTimeout(resolve, ms);
  leave.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
});
