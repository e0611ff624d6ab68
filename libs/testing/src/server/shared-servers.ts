import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isTold, type Told } from '@yagura/runtime';
import { NativeServer } from './native-server';

/** Names the socket at which the spec files of a run ask for its servers. */
export const SHARED_SERVERS = 'YAGURA_TEST_SERVERS';
/** Folders of `deploy/native` whose servers can be shared. */
export const SHARED = ['kafka', 'keycloak', 'seaweedfs'] as const;
export type SharedName = typeof SHARED[number];

/**
 * The servers that the spec files of one run share. Each is started once, by the first who asks for it or ahead of that, and ends with the run,
 * also when the run is killed. Spec files ask at a socket, because they may run in other processes.
 */
export class SharedServers {
  private readonly started = new Map<string, { readonly server: NativeServer; readonly told: Promise<Told> }>();
  private readonly folder = mkdtempSync(join(tmpdir(), 'yagura-servers-'));
  readonly socket = join(this.folder, 'door');
  private readonly door: Server = createServer((asked, answer) => {
    void this.answer(asked.url?.slice(1) ?? '').then(({ status, body }) => { answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)); });
  });

  open(): Promise<void> {
    return new Promise((resolve, reject) => { this.door.once('error', reject).listen(this.socket, resolve); });
  }

  /** What the server said when it was ready. Of several calls the first starts it. */
  start(name: SharedName): Promise<Told> {
    const known = this.started.get(name);
    if (known !== undefined) return known.told;
    const server = new NativeServer(name);
    const told = server.start();
    // Whoever asks hears of a failure; one that nobody asks for fails nothing.
    told.catch(() => undefined);
    this.started.set(name, { server, told });
    return told;
  }

  async stop(): Promise<void> {
    this.door.close();
    await Promise.all([...this.started.values()].map(({ server }) => server.stop()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async answer(asked: string): Promise<{ status: number; body: unknown }> {
    const [name, order] = asked.split('/');
    const known = SHARED.find((each) => each === name);
    if (known === undefined) return { status: 404, body: { error: 'no such server' } };
    try {
      const told = await this.start(known);
      if (order !== undefined) await this.started.get(known)?.server.order(order);
      return { status: 200, body: told };
    } catch (error) {
      return { status: 500, body: { error: String(error) } };
    }
  }
}

/** What a shared server said when it was ready; it is started when nobody has asked before. An order is obeyed first. */
export async function sharedServer(name: SharedName, order?: 'kill' | 'start'): Promise<Told> {
  const socketPath = process.env[SHARED_SERVERS];
  if (socketPath === undefined) throw new TypeError('shared servers are started by libs/testing/jest/servers.config.cjs');
  const path = `/${name}${order === undefined ? '' : `/${order}`}`;
  const { status, text } = await new Promise<{ status?: number; text: string }>((resolve, reject) => {
    request({ socketPath, path, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk)).once('end', () => { resolve({ status: answer.statusCode, text: Buffer.concat(chunks).toString('utf8') }); });
    }).once('error', reject).end();
  });
  const told: unknown = JSON.parse(text);
  if (status !== 200 || !isTold(told)) throw new TypeError(`the shared ${name} cannot be used: ${text}`);
  return told;
}
