import { isRecord } from '../../strict-json';
import { IdentityNews } from '../identity-news';
import type { IdentityStore } from '../identity-store';
import { startIdentity, type IdentityOptions } from './identity-server';

type Rows = Awaited<ReturnType<IdentityStore['query']>>;

/** A store whose statements run in the parent process; answers are matched by number. */
class ParentStore implements IdentityStore {
  private last = 0;
  private readonly waiting = new Map<number, { resolve: (rows: Rows) => void; reject: (error: Error) => void }>();

  query(sql: string, params: readonly unknown[]): Promise<Rows> {
    this.last += 1;
    const id = this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      process.send?.({ kind: 'query', id, sql, params });
    });
  }

  receive(message: Readonly<Record<string, unknown>>): void {
    const waiting = typeof message.id === 'number' ? this.waiting.get(message.id) : undefined;
    if (waiting === undefined || typeof message.id !== 'number') return;
    this.waiting.delete(message.id);
    if (message.kind === 'rows' && Array.isArray(message.rows)) waiting.resolve({ rows: message.rows });
    else waiting.reject(Object.assign(new Error(String(message.text)), { code: message.code }));
  }
}

/** The child's side of `startIdentityInChild`: starts on the parent's word and ends when the parent lets go or dies. */
export function runIdentityChild(): void {
  const store = new ParentStore();
  const fault = (error: unknown): void => { process.send?.({ kind: 'fault', text: String(error) }); };
  const news = new IdentityNews();
  news.onSignedOut((person) => { process.send?.({ kind: 'signed out', ...person }); });
  process.on('message', (message) => {
    if (!isRecord(message)) return;
    if (message.kind === 'rows' || message.kind === 'failed') store.receive(message);
    else if (message.kind === 'start' && isOptions(message.options)) {
      startIdentity({ ...message.options, store, news, onError: fault }).then(({ url, serviceSecretFile }) => {
        process.send?.({ kind: 'started', url, serviceSecretFile });
      }, fault);
    }
  });
  process.once('disconnect', () => process.exit(0));
}

/** Both ends of the channel are this library; the check keeps a stray message of a loader from starting anything. */
function isOptions(value: unknown): value is Omit<IdentityOptions, 'store'> {
  return isRecord(value) && typeof value.host === 'string' && typeof value.port === 'number' && typeof value.keysDir === 'string';
}
