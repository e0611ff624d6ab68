import { createClient, type Client as SseClient } from 'graphql-sse';
import { hashOf } from '../api/document-hash';
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

const NAME = 'yagura-live';
const LONGEST_WAIT_MS = 30_000;
/** The gateway writes a sign of life every 12 seconds or so; a stream that is silent for this long is dead, whatever the socket says. */
const SILENT_FOR_MS = 40_000;
/** Changes go to the other tabs together: a message of its own for each would cost more than all that is drawn for it. */
const TELL_EVERY_MS = 250;
type Said<Change> = { readonly changes: readonly Change[] } | { readonly state: LiveState } | { readonly gap: true } | { readonly hello: true };

/**
 * One stream for all tabs of this browser: the tab that holds the lock reads it and tells the others. When that tab closes, another takes the
 * lock, connects and tells everybody to read again. Returns a function that leaves.
 */
export function joinLive<Change>(options: LiveOptions<Change>): () => void {
  // A lock per person: two people who share a browser do not share what they may see.
  const name = `${NAME}:${options.session.personId}`;
  const channel = new BroadcastChannel(name);
  const leave = new AbortController();
  let led: LiveState | undefined;
  const hear = (said: Said<Change>): void => {
    if ('changes' in said) said.changes.forEach(options.onChange);
    else if ('state' in said) options.onState(said.state);
    else if ('gap' in said) options.onGap();
    else if (led !== undefined) channel.postMessage({ state: led });
  };
  let untold: Change[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tellChanges = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (untold.length > 0 && !leave.signal.aborted) channel.postMessage({ changes: untold });
    untold = [];
  };
  const say = (said: Said<Change>): void => {
    if (leave.signal.aborted) return;
    if ('state' in said) led = said.state;
    if ('changes' in said) {
      untold.push(...said.changes);
      timer ??= setTimeout(tellChanges, TELL_EVERY_MS);
    } else {
      tellChanges();
      channel.postMessage(said);
    }
    hear(said);
  };
  channel.onmessage = ({ data }: MessageEvent<Said<Change>>) => hear(data);
  // The tab that reads answers a new one; where there is none, the lock is free and this tab becomes it.
  channel.postMessage({ hello: true });
  void navigator.locks.request(name, { signal: leave.signal }, () => lead(options, say, leave.signal)).catch(() => undefined);
  return () => {
    leave.abort();
    channel.close();
  };
}

/** Reads the stream until the tab leaves or the session ends; every new connection is a gap. */
async function lead<Change>({ session, document, read }: LiveOptions<Change>, say: (said: Said<Change>) => void, leave: AbortSignal): Promise<void> {
  const query = { query: '', extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(document) } } };
  say({ state: { kind: 'connecting' } });
  for (let failures = 0; !leave.aborted;) {
    const watch = new StreamWatch(() => {
      failures = 0;
      say({ state: { kind: 'live' } });
      say({ gap: true });
    });
    const client = newSse(session, watch);
    const stop = (): void => client.dispose();
    leave.addEventListener('abort', stop, { once: true });
    watch.onDead(stop);
    try {
      for await (const result of client.iterate(query)) {
        if (result.errors !== undefined) throw Object.assign(new Error('refused'), { code: result.errors[0]?.extensions?.['code'] });
        const change = read(result.data);
        if (change !== undefined) say({ changes: [change] });
      }
    } catch (error) {
      if (isEnd(error) && !await session.renew()) return session.end('withdrawn');
    } finally {
      leave.removeEventListener('abort', stop);
      watch.end();
      client.dispose();
    }
    failures += 1;
    say({ state: { kind: 'retrying', since: watch.lastSign } });
    await pause(Math.min(LONGEST_WAIT_MS, 500 * 2 ** failures * (0.5 + Math.random())), leave);
  }
}

/** Watches the bytes of one stream: tells when it answers, and when it has been silent for too long or the machine says that it is offline. */
class StreamWatch {
  lastSign = new Date();
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly stop = new AbortController();

  constructor(private readonly onAnswer: () => void) {}

  onDead(dead: () => void): void {
    this.timer = setInterval(() => { if (Date.now() - this.lastSign.getTime() > SILENT_FOR_MS) dead(); }, 5_000);
    window.addEventListener('offline', dead, { signal: this.stop.signal });
  }

  /** The answer with its bytes passing by here. */
  through(answer: Response): Response {
    if (!answer.ok || answer.body === null) return answer;
    this.lastSign = new Date();
    this.onAnswer();
    const passing = new TransformStream<Uint8Array, Uint8Array>({
      transform: (bytes, out) => {
        this.lastSign = new Date();
        out.enqueue(bytes);
      },
    });
    return new Response(answer.body.pipeThrough(passing), { status: answer.status, headers: answer.headers });
  }

  end(): void {
    clearInterval(this.timer);
    this.stop.abort();
  }
}

function newSse(session: Session, watch: StreamWatch): SseClient {
  return createClient({
    url: '/graphql', retryAttempts: 0,
    headers: () => ({ authorization: `Bearer ${session.token}` }),
    // graphql-sse would send the empty text along, and a text that is not the registered one is refused.
    fetchFn: async (url: RequestInfo, init: RequestInit) => watch.through(await fetch(url, { ...init, body: withoutText(init.body) })),
  });
}

function withoutText(body: BodyInit | null | undefined): string {
  const { query: _, ...rest } = JSON.parse(String(body)) as Record<string, unknown>;
  return JSON.stringify(rest);
}

/** True for the refusals that end a session rather than a connection. */
const isEnd = (error: unknown): boolean => typeof error === 'object' && error !== null && 'code' in error && (error.code === 'UNAUTHENTICATED' || error.code === 'FORBIDDEN');

/** Waits, but not longer than until the machine is online again. */
const pause = (ms: number, leave: AbortSignal): Promise<void> => new Promise((resolve) => {
  const done = (): void => { clearTimeout(timer); resolve(); };
  const timer = setTimeout(done, ms);
  leave.addEventListener('abort', done, { once: true });
  window.addEventListener('online', done, { once: true });
});
