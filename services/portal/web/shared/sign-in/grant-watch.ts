import { hashOf } from '../api/document-hash';
import type { Session } from './session';

/** Asked this often: with the two seconds for which the gateway remembers an answer, a withdrawn right is noticed within five. */
const EVERY_MS = 2_500;

type Said = { readonly rights: readonly string[] };

export interface GrantWatchOptions {
  readonly session: Session;
  /** The entry's document that reads the grants of who is signed in. */
  readonly document: object;
  /** Called when the person may not see any more what they could: whatever was read has to be forgotten. */
  readonly onLoss: () => void;
}

/**
 * Watches what the person may see. One tab of the browser asks and tells the others; a hidden tab asks again as soon as it is looked at. Rights that
 * are gone altogether end the session; rights that came interrupt nobody, for a page in use may show what is shown once. Returns a function that ends the watch.
 */
export function watchGrants({ session, document: question, onLoss }: GrantWatchOptions): () => void {
  const name = `yagura-grants:${session.personId}`;
  const channel = new BroadcastChannel(name);
  const leave = new AbortController();
  let known: readonly string[] = [];
  const hear = ({ rights }: Said): void => {
    const isLoss = hasLost(known, rights);
    known = rights;
    if (isLoss) onLoss();
  };
  channel.onmessage = ({ data }: MessageEvent<Said>) => hear(data);
  const look = async (): Promise<void> => {
    const answer = await ask(session, question, leave.signal);
    if (leave.signal.aborted || answer === undefined) return;
    if (answer === 'refused') return session.end('withdrawn');
    channel.postMessage({ rights: answer });
    hear({ rights: answer });
  };
  void navigator.locks.request(name, { signal: leave.signal }, () => everySoOften(look, leave.signal)).catch(() => undefined);
  return () => {
    leave.abort();
    channel.close();
  };
}

/** The rights, one text each; `refused` when the person has none any more; undefined when nobody answered. */
async function ask(session: Session, question: object, signal: AbortSignal, isSecond = false): Promise<readonly string[] | 'refused' | undefined> {
  const answer = await fetch('/graphql', {
    method: 'POST', signal, headers: { authorization: `Bearer ${session.token}`, 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(question) } } }),
  }).catch(() => undefined);
  // A token may have ended with what it was given for; a new one tells whether the person has.
  if (answer?.status === 401 && !isSecond) return await session.renew() ? ask(session, question, signal, true) : 'refused';
  if (answer?.status === 401 || answer?.status === 403) return 'refused';
  if (answer?.ok !== true) return undefined;
  const { data } = await answer.json() as { data?: { me?: { grants: readonly { tenantId: string; roles: readonly string[] }[] } } };
  if (data?.me === undefined) return undefined;
  // Known to the API and without a single right left: there is nothing that this page could show.
  return data.me.grants.length === 0 ? 'refused' : rightsOf(data.me.grants);
}

/** Each role in each tenant as a text of its own. */
export function rightsOf(grants: readonly { readonly tenantId: string; readonly roles: readonly string[] }[]): string[] {
  return grants.flatMap(({ tenantId, roles }) => roles.map((role) => `${tenantId} ${role}`));
}

/** True when something that was there is gone. */
export function hasLost(before: readonly string[], now: readonly string[]): boolean {
  const left = new Set(now);
  return before.some((right) => !left.has(right));
}

async function everySoOften(look: () => Promise<void>, leave: AbortSignal): Promise<void> {
  while (!leave.aborted) {
    await look();
    await new Promise<void>((resolve) => {
      const rest = new AbortController();
      const done = (): void => { clearTimeout(timer); rest.abort(); resolve(); };
      const timer = setTimeout(done, EVERY_MS);
      leave.addEventListener('abort', done, { signal: rest.signal });
      document.addEventListener('visibilitychange', done, { signal: rest.signal });
    });
  }
}
