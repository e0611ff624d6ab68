// A Keycloak on free loopback ports with both of Yagura's realms, as `deploy/keycloak` describes them. For tests and for a look at the distributed
// mode on one machine: no TLS, one node, an H2 file as its database.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, copyFileSync, cpSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts, isKept, kept, must } from '../cache.mjs';
import { endAtExit } from '../frame.mjs';
import { lackOfJava, lackOfMaven, lacks } from '../tools.mjs';

const VERSION = '26.7.3';
const NAME = `keycloak-${VERSION}`;
const ARTIFACT = `org.keycloak:keycloak-quarkus-dist:${VERSION}:tar.gz`;
const GET = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';
const TEMPLATES = join(import.meta.dirname, '..', '..', 'keycloak');
const REALMS = ['yagura', 'yagura-staff'];
const SECRETS = ['YAGURA_CLI_SECRET', 'YAGURA_CUSTOMERS_SECRET', 'YAGURA_STAFF_SECRET', 'YAGURA_PROGRAMS_SECRET', 'KC_BOOTSTRAP_ADMIN_PASSWORD'];
// Small and quick to start rather than fast for years.
const JVM = { JAVA_OPTS_KC_HEAP: '-Xms256m -Xmx512m -Xmn96m', JAVA_OPTS_APPEND: '-XX:TieredStopAtLevel=1 -XX:-UseG1GC -XX:+UseSerialGC -XX:MetaspaceSize=192m' };
// The first start makes the database and imports the realms: half a minute of computing, which a busy machine has in many.
const READY_WITHIN_MS = 900_000;
const STOP_WITHIN_MS = 20_000;

/** Why no Keycloak can be started here; undefined when one can. */
export function missing() {
  if (process.platform === 'win32') return 'its start script is for a POSIX shell';
  return lacks(lackOfJava(), isKept(NAME) ? undefined : lackOfMaven());
}

/** Fetches the distribution and builds it for its database once. */
const distribution = () => kept(NAME, (folder) => {
  must('mvn', ['-B', '-q', GET, `-Dartifact=${ARTIFACT}`, `-DoutputDirectory=${folder}`, '-Dmdep.useBaseVersion=true']);
  must('tar', ['-xzf', join(folder, `keycloak-quarkus-dist-${VERSION}.tar.gz`), '-C', folder]);
  must(join(folder, NAME, 'bin', 'kc.sh'), ['build', '--db=dev-file', '--health-enabled=true'], { env: { ...process.env, ...JVM } });
  return join(folder, NAME);
});

/** Ports and secrets of a folder: tokens name the port, and the secrets are in its database, so a later start takes the same. */
async function plan(folder) {
  const file = join(folder, 'keycloak.json');
  if (existsSync(file)) return { file, ...JSON.parse(readFileSync(file, 'utf8')) };
  const [port, management] = await freePorts(2);
  const made = { port, management, secrets: Object.fromEntries(SECRETS.map((name) => [name, randomBytes(32).toString('base64url')])) };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  return { file, ...made };
}

/** A home of its own, so that two servers never share a database; the realms are put where Keycloak looks for them. */
function makeHome(folder) {
  const home = join(folder, 'home');
  if (existsSync(home)) return home;
  cpSync(distribution(), home, { recursive: true });
  chmodSync(join(home, 'bin', 'kc.sh'), 0o755);
  const imports = join(home, 'data', 'import');
  mkdirSync(imports, { recursive: true });
  for (const realm of REALMS) copyFileSync(join(TEMPLATES, `${realm}-realm.json`), join(imports, `${realm}-realm.json`));
  return home;
}

class Server {
  constructor(facts) {
    Object.assign(this, facts);
    this.url = `http://127.0.0.1:${this.port}`;
    endAtExit(() => this.signal('SIGKILL'));
  }

  async start() {
    if (this.child !== undefined) throw new Error('Keycloak runs already');
    const log = openSync(join(this.folder, 'keycloak.log'), 'a');
    const child = spawn(join(this.home, 'bin', 'kc.sh'), [
      'start', '--optimized', '--import-realm', '--http-enabled=true', '--http-host=127.0.0.1', `--http-port=${this.port}`, `--http-management-port=${this.management}`,
      // H2 writes half a second later by itself, and a killed server would forget what it had answered.
      `--hostname=${this.url}`, '--cache=local', '--db-url-properties=;NON_KEYWORDS=VALUE;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0',
    ], {
      // The script stays the parent of Java: what ends it ends the group.
      detached: true, stdio: ['ignore', log, log],
      env: {
        ...process.env, ...JVM, ...this.secrets, KC_BOOTSTRAP_ADMIN_USERNAME: 'bootstrap', YAGURA_CONSOLE_URL: this.consoleUrl, YAGURA_PORTAL_URL: this.portalUrl,
      },
    });
    closeSync(log);
    this.child = child;
    this.ended = new Promise((resolve) => child.once('exit', () => {
      if (this.child === child) this.child = undefined;
      resolve();
    }));
    await this.ready();
  }

  /** The port answers before the import has ended; only the health check knows. */
  async ready() {
    const end = performance.now() + READY_WITHIN_MS;
    for (;;) {
      if (this.child === undefined) throw new Error(`Keycloak ended; its log is ${join(this.folder, 'keycloak.log')}`);
      const health = await fetch(`http://127.0.0.1:${this.management}/health/ready`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
      if (health?.ok) return;
      if (performance.now() > end) throw new Error(`Keycloak was not ready within ${READY_WITHIN_MS} ms; its log is ${join(this.folder, 'keycloak.log')}`);
      await new Promise((resolve) => { setTimeout(resolve, 500); });
    }
  }

  signal(name) {
    try {
      if (this.child?.pid !== undefined) process.kill(-this.child.pid, name);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }

  /** Ends it as a power cut of the process would. */
  async kill() {
    this.signal('SIGKILL');
    await this.ended;
  }

  async stop() {
    const timer = setTimeout(() => this.signal('SIGKILL'), STOP_WITHIN_MS);
    this.signal('SIGTERM');
    await this.ended;
    clearTimeout(timer);
  }
}

/** A Keycloak in `folder`; what it held before is still there. Resolves when it is ready. */
export async function startKeycloak({ folder, consoleUrl, portalUrl }) {
  const { file, ...planned } = await plan(folder);
  const server = new Server({ folder, consoleUrl, portalUrl, home: makeHome(folder), ...planned });
  try {
    await server.start();
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { url: server.url, secretsFile: file, stop: () => server.stop(), kill: () => server.kill(), start: () => server.start() };
}
