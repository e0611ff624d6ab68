import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { isRecord } from '../../strict-json';
import type { IdentityStore } from '../identity-store';
import { EmbeddedAdmin } from './embedded-admin';
import type { IdentityOptions, RunningIdentity } from './identity-server';

const START_MS = 20_000;

/**
 * The embedded provider in a child process that asks this process for its statements, so that only this one holds a database pool.
 * For places that cannot load ES modules, such as specs. The built `dist` must be current. The child ends with this process.
 */
export async function startIdentityInChild({ store, onError, news, ...options }: IdentityOptions): Promise<RunningIdentity> {
  const child = fork(join(__dirname, '../../../bin/identity.js'), [], {
    serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [],
  });
  child.on('message', (message) => {
    if (!isRecord(message) || message.kind !== 'query' || typeof message.sql !== 'string' || !Array.isArray(message.params)) return;
    const { id, sql, params } = message;
    answerOf(store, sql, params).then((answer) => {
      if (child.connected) child.send({ ...answer, id });
    }).catch((error: unknown) => onError?.(error));
  });
  const started = await new Promise<Readonly<Record<string, unknown>>>((resolve, reject) => {
    const timer = setTimeout(() => { child.kill(); reject(new Error('the identity child did not start in time')); }, START_MS);
    child.on('message', (message) => {
      if (!isRecord(message) || (message.kind !== 'started' && message.kind !== 'fault')) return;
      clearTimeout(timer);
      if (message.kind === 'started') resolve(message);
      else reject(new Error(String(message.text)));
    });
    child.once('exit', (code) => { clearTimeout(timer); reject(new Error(`the identity child ended with code ${code}`)); });
    child.send({ kind: 'start', options });
  });
  child.on('message', (message) => {
    if (isRecord(message) && message.kind === 'signed out') news?.tell({ issuer: String(message.issuer), subject: String(message.subject) });
  });
  child.on('message', (message) => { if (isRecord(message) && message.kind === 'fault') onError?.(new Error(String(message.text))); });
  return {
    url: String(started.url), serviceSecretFile: String(started.serviceSecretFile), admin: new EmbeddedAdmin(store), stop: () => stopChild(child),
  };
}

/** The answer to one statement, in plain values that the channel can carry; a fault keeps the database's code. */
async function answerOf(store: IdentityStore, sql: string, params: readonly unknown[]): Promise<Record<string, unknown>> {
  try {
    return { kind: 'rows', rows: (await store.query(sql, params)).rows };
  } catch (error) {
    return { kind: 'failed', text: String(error), code: isRecord(error) ? error.code : undefined };
  }
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => { child.once('exit', () => resolve()); });
  child.disconnect();
  await ended;
}
