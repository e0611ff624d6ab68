import { readdirSync, existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ALL_IN_ONE_SETTINGS, FREE_PORTS, readConfig } from '@yagura/config';
import { Conflict } from '@yagura/kernel';
import { pssMb, processTree } from '@yagura/runtime';
import { startAllInOne, type RunningAllInOne } from '../all-in-one/all-in-one';
import { SERVICE_NAMES, type ServiceName } from '../service/service-plans';
import { registeredDocuments } from '../api/registered';
import { serviceGateway } from '../api/service-account';
import { runLoop } from '../demo/loop';
import { createWorld } from '../demo/world';
import { InvalidUsage, type Command, type Invocation } from './command';
import { INSTALLATION_OPTIONS } from './installation-options';

const USAGE = '--once [--data DIR] [--without SERVICE] [--json]';
/** Free ports: the demo must run beside an installation that holds the usual ones. */

/** Runs the whole loop on a fresh data folder and prints a summary read from the stores. */
export const demo: Command = {
  usage: USAGE,
  options: {
    ...INSTALLATION_OPTIONS,
    once: { type: 'boolean', about: 'once, then exit; the only way so far' },
    without: { type: 'string', about: `leave out a service, to see what breaks: ${SERVICE_NAMES.join(', ')}` },
  },
  run: async (invocation) => {
    const { flags, switches } = invocation;
    if (!switches.has('once') || invocation.positionals.length > 0) throw new InvalidUsage(`Type "yagura demo ${USAGE}".`);
    const dataDir = flags['data'] ?? '.yagura-demo';
    if (existsSync(dataDir) && readdirSync(dataDir).length > 0) throw new Conflict(`The folder ${dataDir} is not empty; "demo --once" wants a fresh one.`, { slug: 'demo.folder_used' });
    return once(invocation, dataDir, withoutOf(flags['without']));
  },
};

function withoutOf(word: string | undefined): ServiceName[] {
  if (word === undefined) return [];
  const found = SERVICE_NAMES.find((name) => name === word);
  if (found === undefined) throw new InvalidUsage(`--without takes one of ${SERVICE_NAMES.join(', ')}.`);
  return [found];
}

async function once({ flags, switches, terminal, signal }: Invocation, dataDir: string, without: readonly ServiceName[]): Promise<number> {
  const say = (line: string): void => terminal.err(`  ${line}`);
  const config = readConfig(ALL_IN_ONE_SETTINGS, { ...FREE_PORTS, ...flags, data: dataDir });
  const running = await startAllInOne(config, { registered: registeredDocuments(), without, onReady: (part, ms) => say(`${part.padEnd(20)} ready after ${ms} ms`) });
  const readyMs = Math.round(performance.now());
  const memory = new MemoryWatch();
  try {
    const place = { dataDir: resolve(dataDir), graphqlUrl: running.graphqlUrl, hecUrl: running.hecUrl, identityUrl: running.identity.url };
    const operator = serviceGateway(dataDir, place);
    const world = await createWorld(operator, place, say);
    if (signal.aborted) return 1;
    const { tenants, isolation, delays } = await runLoop(world, operator, place.dataDir, say);
    const ok = isolation.leaks === 0 && tenants.every(({ events, findings, cases }) => events > 0 && findings > 0 && cases > 0);
    const summary = {
      ok, tenants, isolation, timings: { readyMs, ingestToFindingP50Ms: delays.p50, ingestToFindingP95Ms: delays.p95 }, rssMb: memory.highestMb(),
    };
    if (!switches.has('json')) for (const line of inWords(summary)) terminal.out(line);
    await stop(running);
    terminal.out(JSON.stringify(summary));
    return ok ? 0 : 1;
  } catch (error) {
    const [name] = without;
    if (name === undefined) throw error;
    terminal.err(`The service ${name} is missing, so ${LOST[name]}. ${error instanceof Error ? error.message : ''}`.trim());
    return 1;
  } finally {
    memory.stop();
    await stop(running);
  }
}

const stopped = new WeakSet<RunningAllInOne>();
async function stop(running: RunningAllInOne): Promise<void> {
  if (stopped.has(running)) return;
  stopped.add(running);
  await running.stop();
}

/** What nobody does when a service is left out. */
const LOST: Readonly<Record<ServiceName, string>> = {
  tenants: 'no client company can be brought in', ingestion: 'no log line is taken', detection: 'no log line becomes a finding', cases: 'no finding becomes a case',
  sla: 'no promise runs', reporting: 'no report is made', billing: 'no invoice is drafted', integrations: 'no webhook is sent', gateway: 'nobody can ask',
};

/** The highest memory of the whole process tree, looked at once a second. */
class MemoryWatch {
  private highest = 0;
  private readonly timer = setInterval(() => this.look(), 1_000);

  highestMb(): number {
    this.look();
    return Math.round(this.highest);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    this.highest = Math.max(this.highest, pssMb(processTree(process.pid)));
  }
}

interface Summary {
  readonly tenants: readonly { readonly slug: string; readonly events: number; readonly findings: number; readonly cases: number; readonly report: { readonly path: string }; readonly invoice: { readonly currency: string; readonly total: string } }[];
  readonly isolation: { readonly probes: number; readonly leaks: number };
}

const inWords = ({ tenants, isolation }: Summary): string[] => [
  ...tenants.map(({ slug, events, findings, cases, report, invoice }) =>
    `${slug}: ${events} events, ${findings} findings, ${cases} cases; report ${report.path}; invoice draft ${invoice.currency} ${invoice.total}`),
  `${isolation.probes} questions for the other company’s rows, ${isolation.leaks} leaks`,
];
