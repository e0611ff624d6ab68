// One or three Apache Kafka brokers (KRaft) on loopback ports that are free, each a Java process of its own. For tests and for a look at the
// distributed mode on one machine: no replication to other machines, no TLS, no passwords.
import { spawn } from 'node:child_process';
import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { freePorts, isKept, kept, must } from '../cache.mjs';
import { endAtExit } from '../frame.mjs';
import { lackOfJava, lackOfMaven, lacks } from '../tools.mjs';

const VERSION = '4.3.1';
const JARS = `kafka-${VERSION}`;
const CLUSTER_ID = 'WWFndXJhTmF0aXZlS2Fma2';
const JAVA = ['-Xms128m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'];
const READY_WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 15_000;

/** Why no broker can be started here; undefined when one can. */
export const missing = () => lacks(lackOfJava(), isKept(JARS) ? undefined : lackOfMaven());

const jars = () => kept(JARS, (folder) =>
  must('mvn', ['-B', '-q', '-f', join(import.meta.dirname, 'pom.xml'), 'dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${folder}`]));

/** What Kafka's own tool writes into an empty folder, once: it says which features a new cluster has, and is the same for every broker. */
const blank = (classpath) => kept(`${JARS}-blank`, (folder) => {
  const config = join(folder, 'server.properties');
  writeFileSync(config, properties({ id: 1, folder, port: 9092, controllers: [9093] }));
  must('java', [...JAVA, '-cp', classpath, 'kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', config]);
});

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
    endAtExit(() => this.child?.kill('SIGKILL'));
  }

  get address() { return `127.0.0.1:${this.port}`; }

  start() {
    if (this.child !== undefined) throw new Error(`broker ${this.id} runs already`);
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(this.config, properties(this));
    this.format();
    const log = openSync(join(this.folder, 'broker.log'), 'a');
    this.child = spawn('java', [...JAVA, '-cp', this.classpath, 'kafka.Kafka', this.config], { stdio: ['ignore', log, log] });
    closeSync(log);
    const child = this.child;
    this.ended = new Promise((resolve) => child.once('exit', () => {
      if (this.child === child) this.child = undefined;
      resolve();
    }));
  }

  /** Its identity in the cluster; that of its directory the broker makes up itself. */
  format() {
    const data = join(this.folder, 'data');
    if (existsSync(join(data, 'meta.properties'))) return;
    mkdirSync(data, { recursive: true });
    copyFileSync(join(blank(this.classpath), 'data', 'bootstrap.checkpoint'), join(data, 'bootstrap.checkpoint'));
    writeFileSync(join(data, 'meta.properties'), `version=1\ncluster.id=${CLUSTER_ID}\nnode.id=${this.id}\n`);
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
  const classpath = join(jars(), '*');
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
    leader: (place) => leaderOf(nodes, place),
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

/** The broker that leads a partition now; `place` is `TOPIC/PARTITION`. */
async function leaderOf(nodes, place) {
  const [, topic, partition] = /^(.+)\/(\d+)$/.exec(place) ?? [];
  const admin = new Kafka({ clientId: 'leader', brokers: nodes.map(({ address }) => address), logLevel: logLevel.NOTHING }).admin();
  try {
    await admin.connect();
    const { topics: [{ partitions }] } = await admin.fetchTopicMetadata({ topics: [topic] });
    const found = partitions.find(({ partitionId }) => partitionId === Number(partition));
    if (found === undefined) throw new Error(`there is no partition ${place}`);
    return { leader: found.leader };
  } finally {
    await admin.disconnect().catch(() => undefined);
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
