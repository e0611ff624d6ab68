import { existsSync, statSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';
import { fail, ok, warn, type Health } from './health';

const OLDEST_NODE = [20, 19] as const;
const GIB = 1024 ** 3;
/** The all-in-one with the demo running stays below 1.2 GiB; below the first figure it cannot even start both stores. */
const MEMORY = { needed: 0.75 * GIB, enough: 1.5 * GIB } as const;
const DAY_MS = 86_400_000;

export interface MachineFacts {
  readonly nodeVersion: string;
  readonly platform: string;
  readonly arch: string;
  /** Version of the GNU C library; undefined with any other. */
  readonly glibc: string | undefined;
  /** Bytes that programs here may still take. */
  readonly memory: number;
  readonly now: number;
  /** The newest time that the clock has already shown here: of the build and of the data. */
  readonly seen: number;
}

/** Facts of this process and machine; `marks` are files whose times the clock must not lie before. */
export function machineFacts(marks: readonly string[]): MachineFacts {
  const header = (process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined)?.header;
  const limit = process.constrainedMemory();
  return {
    nodeVersion: process.versions.node, platform: process.platform, arch: process.arch, glibc: header?.glibcVersionRuntime,
    memory: limit > 0 && limit < totalmem() ? Math.min(process.availableMemory(), limit) : freeOf(), now: Date.now(),
    seen: Math.max(0, ...marks.filter((mark) => existsSync(mark)).map((mark) => statSync(mark).mtimeMs)),
  };
}

const freeOf = (): number => Math.max(freemem(), process.availableMemory());

export function machineHealth(facts: MachineFacts): Health[] {
  return [nodeHealth(facts), platformHealth(facts), memoryHealth(facts), clockHealth(facts)];
}

function nodeHealth({ nodeVersion }: MachineFacts): Health {
  const [major, minor] = nodeVersion.split('.').map(Number);
  const isNewEnough = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  return isNewEnough ? ok('node', nodeVersion) : fail('node', nodeVersion, `install Node ${OLDEST_NODE.join('.')} or later, then run "npm ci" again`);
}

function platformHealth({ platform, arch, glibc }: MachineFacts): Health {
  const found = `${platform} ${arch}${glibc === undefined ? '' : `, glibc ${glibc}`}`;
  if (platform !== 'linux' || arch !== 'x64') return fail('platform', found, 'run Yagura on Linux on a 64-bit Intel or AMD processor: the stores come as binaries for it');
  return glibc === undefined ? fail('platform', found, 'use a distribution with the GNU C library; musl (Alpine) cannot load the lake') : ok('platform', found);
}

function memoryHealth({ memory }: MachineFacts): Health {
  const found = `${(memory / GIB).toFixed(1)} GiB free`;
  if (memory < MEMORY.needed) return fail('memory', found, 'free memory or raise the limit: the all-in-one takes up to 1.2 GiB');
  return memory < MEMORY.enough ? warn('memory', found, 'the all-in-one takes up to 1.2 GiB; leave it that much') : ok('memory', found);
}

function clockHealth({ now, seen }: MachineFacts): Health {
  const found = new Date(now).toISOString();
  if (now < seen - DAY_MS) return fail('clock', found, `set the clock: files here are from ${new Date(seen).toISOString()}, and promises, tokens and invoices go by it`);
  return now < seen - 60_000 ? warn('clock', found, 'the clock was set back since the last run; check its time service') : ok('clock', found);
}
