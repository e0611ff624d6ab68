// One or three Apache Kafka brokers (KRaft) on loopback ports that are free, each a Java process of its own. For tests and for a look at the
// distributed mode on one machine: no replication to other machines, no TLS, no passwords.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';

const VERSION = '4.3.1';
const CLUSTER_ID = 'WWFndXJhTmF0aXZlS2Fma2';
const JAVA = ['-Xms128m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'];
const READY_WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 15_000;

/** Where the jars are kept between runs: YAGURA_NATIVE_CACHE, else the user's cache folder. */
export const cacheFolder = () => process.env.YAGURA_NATIVE_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'yagura', 'native');

const runs = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;
const jarsFolder = () => join(cacheFolder(), `kafka-${VERSION}`);
const hasJars = () => existsSync(jarsFolder()) && readdirSync(jarsFolder()).some((file) => file.startsWith('kafka_2.13-'));

/** Why no broker can be started here; undefined when one can. */
export function missing() {
  if (!runs('java', ['-version'])) return 'Java 17 or newer is not installed';
  if (!hasJars() && !runs('mvn', ['-version'])) return 'Maven, which fetches the jars of Kafka, is not installed';
  return undefined;
}

/** Fetches the jars once. They are complete or not there: Maven works in a folder beside, which then takes the name. */
export function fetchJars() {
  if (hasJars()) return jarsFolder();
  const partial = `${jarsFolder()}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  const made = spawnSync('mvn', ['-B', '-q', '-f', join(import.meta.dirname, 'pom.xml'), 'dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${partial}`],
    { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`Maven could not fetch the jars of Kafka: ${made.stdout}${made.stderr}`);
  rmSync(jarsFolder(), { recursive: true, force: true });
  renameSync(partial, jarsFolder());
  return jarsFolder();
}

async function freePorts(count) {
  const servers = [];
  for (let each = 0; each < count; each += 1) {
    const server = createServer();
    await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
    servers.push(server);
  }
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** Durability as a cluster has it: with three brokers every record is on two of them before it is acknowledged. */
function properties({ id, folder, port, controllers }) {
  const copies = Math.min(3, controllers.length);
  const inSync = Math.max(1, copies - 1);
  return Object.entries({
    'process.roles': 'broker,controller', 'node.id': id,
    'controller.quorum.voters': controllers.map((controller, index) => `${index + 1}@127.0.0.1:${controller}`).join(','),
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllers[id - 1]}`, 'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT', 'controller.listener.names': 'CONTROLLER', 'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': join(folder, 'data'), 'offsets.topic.replication.factor': copies, 'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': copies, 'transaction.state.log.min.isr': inSync, 'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': copies, 'share.coordinator.state.topic.min.isr': inSync,
    'min.insync.replicas': inSync, 'default.replication.factor': copies, 'group.initial.rebalance.delay.ms': 0, 'auto.create.topics.enable': false,
    'num.network.threads': 2, 'num.io.threads': 4, 'log.cleaner.threads': 1, 'log.cleaner.dedupe.buffer.size': 2_097_152,
    'message.max.bytes': 4_194_304, 'replica.fetch.max.bytes': 16_777_216,
  }).map(([name, value]) => `${name}=${value}`).join('\n');
}

class Node {
  constructor(classpath, plan) {
    Object.assign(this, plan);
    this.classpath = classpath;
    this.config = join(plan.folder, 'server.properties');
  }

  get address() { return `127.0.0.1:${this.port}`; }

  start() {
    if (this.child !== undefined) throw new Error(`broker ${this.id} runs already`);
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(this.config, properties(this));
    if (!existsSync(join(this.folder, 'data', 'meta.properties'))) {
      const formatted = spawnSync('java', [...JAVA, '-cp', join(this.classpath, '*'), 'kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', this.config], { encoding: 'utf8' });
      if (formatted.status !== 0) throw new Error(`the broker's folder could not be formatted: ${formatted.stdout}${formatted.stderr}`);
    }
    const log = openSync(join(this.folder, 'broker.log'), 'a');
    this.child = spawn('java', [...JAVA, '-cp', join(this.classpath, '*'), 'kafka.Kafka', this.config], { stdio: ['ignore', log, log] });
    closeSync(log);
    const child = this.child;
    this.ended = new Promise((resolve) => child.once('exit', () => {
      if (this.child === child) this.child = undefined;
      resolve();
    }));
  }

  /** Ends it as a power cut of the process would. */
  async kill() {
    this.child?.kill('SIGKILL');
    await this.ended;
  }

  async stop() {
    const { child } = this;
    if (child === undefined) return;
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    child.kill('SIGTERM');
    await this.ended;
    clearTimeout(timer);
  }
}

/** A cluster in `folder`; what it held before is still there. Resolves when every broker is known to the controller. */
export async function startCluster({ folder, brokers = 1 }) {
  const classpath = fetchJars();
  const ports = await knownPorts(folder, brokers);
  const controllers = ports.slice(brokers);
  const nodes = Array.from({ length: brokers }, (_, index) => new Node(classpath, { id: index + 1, folder: join(folder, `broker-${index + 1}`), port: ports[index], controllers }));
  const stop = () => Promise.all(nodes.map((node) => node.stop()));
  try {
    for (const node of nodes) node.start();
    await ready(nodes);
  } catch (error) {
    await stop();
    throw error;
  }
  const node = (id) => {
    const found = nodes.find((each) => each.id === Number(id));
    if (found === undefined) throw new Error(`there is no broker ${id}`);
    return found;
  };
  return {
    addresses: nodes.map(({ address }) => address), stop,
    kill: (id) => node(id).kill(),
    start: async (id) => {
      node(id).start();
      await ready(nodes.filter(({ child }) => child !== undefined));
    },
  };
}

/** Brokers that come back are looked for where they were. */
async function knownPorts(folder, brokers) {
  const file = join(folder, 'ports.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const ports = await freePorts(brokers * 2);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, JSON.stringify(ports));
  return ports;
}

/** A port that answers is not enough: the controller must know every broker. */
async function ready(nodes) {
  const kafka = new Kafka({ clientId: 'ready', brokers: nodes.map(({ address }) => address), logLevel: logLevel.NOTHING, connectionTimeout: 2_000, retry: { retries: 0 } });
  const end = performance.now() + READY_WITHIN_MS;
  for (;;) {
    const dead = nodes.find(({ child }) => child === undefined);
    if (dead !== undefined) throw new Error(`broker ${dead.id} ended; its log is ${join(dead.folder, 'broker.log')}`);
    if (await knowsAll(kafka, nodes.length)) return;
    if (performance.now() > end) throw new Error(`the brokers were not ready within ${READY_WITHIN_MS} ms`);
    await new Promise((resolve) => { setTimeout(resolve, 200); });
  }
}

async function knowsAll(kafka, count) {
  const admin = kafka.admin();
  try {
    await admin.connect();
    const { brokers, controller } = await admin.describeCluster();
    return brokers.length >= count && controller !== null && controller >= 0;
  } catch {
    return false;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
