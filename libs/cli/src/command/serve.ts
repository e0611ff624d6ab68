import { PROCESS_NAMES, PROCESS_SETTINGS, readConfig, type ProcessName } from '@yagura/config';
import { readyLine } from '@yagura/runtime';
import { servePart } from '../process/serve-part';
import { aborted, within } from './aborted';
import { InvalidUsage, type Command } from './command';
import { PROCESS_OPTIONS } from './process-options';

/** Whoever stops a process may kill it after this long (reliability, section 8). */
const STOP_MS = 10_000;

/** Runs one part of the installation in this process until it is told to stop. */
export const serve: Command = {
  usage: `PART [--data DIR]`,
  options: PROCESS_OPTIONS,
  run: async ({ positionals, flags, switches, terminal, signal }) => {
    const name = partOf(positionals);
    process.title = `yagura serve ${name}`;
    const part = await servePart(name, readConfig(PROCESS_SETTINGS, flags));
    terminal.out(switches.has('json') ? readyLine({ part: name, pid: process.pid, port: part.port, addresses: part.addresses }) : sentence(name, part.port, part.addresses));
    const dead = await Promise.race([part.died, aborted(signal)]);
    const isStopped = await within(STOP_MS, part.stop());
    if (dead !== undefined) terminal.err(`The reader ${dead} of ${name} gives no sign of life; this process ends so that another takes its place.`);
    if (!isStopped) terminal.err(`${name} did not stop in time and is ended; what was acknowledged is on the disk.`);
    return dead === undefined && isStopped ? 0 : 1;
  },
};

function partOf(positionals: readonly string[]): ProcessName {
  const found = PROCESS_NAMES.find((name) => positionals.length === 1 && name === positionals[0]);
  if (found === undefined) throw new InvalidUsage(`"yagura serve" takes one of ${PROCESS_NAMES.join(', ')}.`);
  return found;
}

const sentence = (name: ProcessName, port: number, addresses: Readonly<Record<string, string>>): string =>
  `${name} is ready; internal port ${port}${Object.values(addresses).map((url) => `, ${url}`).join('')}`;
