import { existsSync, readFileSync, readdirSync } from 'node:fs';

/** True when the process exists and its command line mentions `mark`; a recycled process id is not mistaken for ours. */
export function isAliveAs(pid: number, mark: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').includes(mark);
  } catch {
    return false;
  }
}

/** Processes whose command line mentions `mark`, ourselves left out. */
export const processesNaming = (mark: string): number[] => pids().filter((pid) => pid !== process.pid && isAliveAs(pid, mark));

/** The process and all its descendants, by /proc; a process that ends meanwhile is left out. */
export function processTree(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const pid of pids()) {
    const parent = parentOf(pid);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const found: number[] = [];
  const queue = [root];
  for (let pid = queue.pop(); pid !== undefined; pid = queue.pop()) {
    found.push(pid);
    queue.push(...(children.get(pid) ?? []));
  }
  return found;
}

/** Proportional set size of the given processes in MiB: shared pages are counted once over all who share them (proc(5), smaps_rollup). */
export function pssMb(pids: readonly number[]): number {
  let kib = 0;
  for (const pid of pids) {
    const file = `/proc/${pid}/smaps_rollup`;
    if (!existsSync(file)) continue;
    try {
      kib += Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(file, 'utf8'))?.[1] ?? 0);
    } catch {
      // The process ended between the listing and the reading: it holds no memory any more.
    }
  }
  return kib / 1024;
}

/**
 * When the process started, in clock ticks since the machine did (proc(5), stat, field 22): with the number it names one process for as
 * long as the machine runs. Undefined when there is no such process, and for one that has ended but was not waited for.
 */
export function startOf(pid: number): string | undefined {
  const [state, ...fields] = statOf(pid);
  return state === undefined || state === 'Z' ? undefined : fields[18];
}

const pids = (): number[] => readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number);

const parentOf = (pid: number): number | undefined => {
  const [, parent] = statOf(pid);
  return parent === undefined ? undefined : Number(parent);
};

/** Fields of /proc/PID/stat from the third on; none when the process is gone. */
function statOf(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name may hold spaces and brackets, so fields are counted after its last closing bracket.
    return stat.slice(stat.lastIndexOf(')') + 2).trim().split(' ');
  } catch {
    return [];
  }
}
