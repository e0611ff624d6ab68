// A SeaweedFS on a free loopback port, started by serve.sh beside this file. For tests and for a look at files in S3 on one machine.
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '../cache.mjs';
import { endAtExit } from '../frame.mjs';
import { lackOfPython } from '../tools.mjs';

// The first start on a machine fetches 48 MB.
const READY_WITHIN_MS = 300_000;

/** Why no SeaweedFS can be started here; undefined when one can. */
export const missing = () => (process.platform === 'linux' ? lackOfPython() : 'its start script is for Linux');

class Server {
  constructor(folder, port) {
    Object.assign(this, { folder, port, endpoint: `http://127.0.0.1:${port}`, keysFile: join(folder, 's3.json') });
    endAtExit(() => this.signal());
  }

  async start() {
    if (this.child !== undefined) throw new Error('SeaweedFS runs already');
    const log = openSync(join(this.folder, 'seaweedfs.log'), 'a');
    const child = spawn(join(import.meta.dirname, 'serve.sh'), [this.folder, `${this.port}`], { detached: true, stdio: ['ignore', log, log] });
    closeSync(log);
    this.child = child;
    this.ended = new Promise((resolve) => child.once('exit', () => {
      if (this.child === child) this.child = undefined;
      resolve();
    }));
    await this.ready();
  }

  /** The door answers anybody with a refusal; before the filer stands behind it, with a failure of its own. */
  async ready() {
    const end = performance.now() + READY_WITHIN_MS;
    for (;;) {
      if (this.child === undefined) throw new Error(`SeaweedFS ended: ${readFileSync(join(this.folder, 'seaweedfs.log'), 'utf8').slice(-2_000)}`);
      const answer = await fetch(this.endpoint, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
      if (answer?.status === 403 && existsSync(this.keysFile)) return;
      if (performance.now() > end) throw new Error(`SeaweedFS was not ready within ${READY_WITHIN_MS} ms; its log is ${join(this.folder, 'seaweedfs.log')}`);
      await new Promise((resolve) => { setTimeout(resolve, 100); });
    }
  }

  /** As a power cut of the process would; there is nothing that a softer end would save. */
  async kill() {
    this.signal();
    await this.ended;
  }

  /** The whole group: until it becomes the server, the script has children. */
  signal() {
    try {
      if (this.child?.pid !== undefined) process.kill(-this.child.pid, 'SIGKILL');
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }
}

/** The port of a folder stays its own, so that clients find it again. */
async function portOf(folder) {
  const file = join(folder, 'port.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const [port] = await freePorts(1);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify(port));
  return port;
}

/** A SeaweedFS in `folder`; what it held before is still there. Resolves when its S3 door answers. */
export async function startSeaweedFs({ folder }) {
  const server = new Server(folder, await portOf(folder));
  try {
    await server.start();
  } catch (error) {
    await server.kill();
    throw error;
  }
  return { endpoint: server.endpoint, keysFile: server.keysFile, stop: () => server.kill(), kill: () => server.kill(), start: () => server.start() };
}
