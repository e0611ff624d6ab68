import { readdirSync, readFileSync } from 'node:fs';
import { processTree } from '@yagura/runtime';

/** Clock ticks a second of the kernel's accounting (proc(5): sysconf(_SC_CLK_TCK), 100 on every Linux that is supported). */
const TICKS_PER_SEC = 100;
const MICROS_PER_TICK = 1_000_000 / TICKS_PER_SEC;

/** CPU seconds of threads and processes so far, in microseconds, by thread or process id. */
export interface CpuReading {
  readonly threads: ReadonlyMap<number, number>;
  /** Whole processes of our tree but this one, with the command that each runs. */
  readonly children: ReadonlyMap<number, { readonly command: string; readonly micros: number }>;
}

/** CPU between two readings, in microseconds. */
export interface CpuShares {
  /** Our main thread: the doors, the services and the relay. */
  readonly main: number;
  /** Our busiest other threads, as many as were asked for: the decoding threads. */
  readonly decode: number;
  /** Our other threads: the runtime's pool, which inflates at the door, and the garbage collector's. */
  readonly pool: number;
  readonly lake: number;
  readonly postgres: number;
}

/** Reads the accounting of this process’s threads and of all its descendants. */
export function readCpu(): CpuReading {
  const children = processTree(process.pid).filter((pid) => pid !== process.pid)
    .map((pid) => [pid, { command: commandOf(pid), micros: microsOf(`/proc/${pid}/stat`) }] as const);
  const threads = readdirSync('/proc/self/task').map((tid) => [Number(tid), microsOf(`/proc/self/task/${tid}/stat`)] as const);
  return { threads: new Map(threads), children: new Map(children) };
}

export function cpuBetween(before: CpuReading, after: CpuReading, decodingThreads: number): CpuShares {
  const spent = [...after.threads].map(([tid, micros]) => ({ tid, micros: micros - (before.threads.get(tid) ?? 0) }));
  const others = spent.filter(({ tid }) => tid !== process.pid).map(({ micros }) => micros).sort((a, b) => b - a);
  const of = (word: string): number => sum([...after.children].filter(([, { command }]) => command.includes(word))
    .map(([pid, { micros }]) => micros - (before.children.get(pid)?.micros ?? 0)));
  return {
    main: sum(spent.filter(({ tid }) => tid === process.pid).map(({ micros }) => micros)), decode: sum(others.slice(0, decodingThreads)),
    pool: sum(others.slice(decodingThreads)), lake: of('lake-front'), postgres: of('postgres'),
  };
}

/** CPU microseconds of a process and all its descendants so far. */
export const cpuOfTree = (pid: number): number => sum(processTree(pid).map((one) => microsOf(`/proc/${one}/stat`)));

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** User and system time of a thread or process; its command may hold spaces, so fields count from the last bracket (proc(5), stat). */
function microsOf(file: string): number {
  try {
    const stat = readFileSync(file, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * MICROS_PER_TICK;
  } catch {
    return 0;
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
