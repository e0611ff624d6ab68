import { askMany } from '../bench/asker-process';
import { benchAnalyst } from '../bench/bench-analyst';
import { benchTenants } from '../bench/bench-tenants';
import { startBenchWorld, type CpuByPart } from '../bench/bench-world';
import { benchMachine } from '../bench/machine-of-bench';
import { startProcessWorld } from '../bench/process-world';
import { seedCases } from '../bench/seeded-cases';
import { spreadOf, tenth } from '../bench/spread';
import { QUEUE } from '../api/case-documents';
import { InvalidUsage, type Command } from './command';
import { Progress } from './progress';
import { wholeNumber } from './required';

const PAGE = 50;
const WARM_UP_SEC = 3;
const USAGE = '[--processes] [--cases 10000] [--tenants 40] [--clients 16] [--seconds 20]';

/** An analyst's queue over many tenants, asked by many clients at once; one JSON line. */
export const benchQueue: Command = {
  usage: USAGE,
  options: {
    processes: { type: 'boolean', about: 'each service in a process of its own instead of all in one' },
    cases: { type: 'string', about: 'cases over all tenants (10000)' }, tenants: { type: 'string', about: 'client companies, each granted to the analyst (40)' },
    clients: { type: 'string', about: 'clients that ask without a pause (16)' }, seconds: { type: 'string', about: 'how long, after three seconds of warm-up (20)' },
  },
  run: async ({ flags, switches, positionals, terminal }) => {
    if (positionals.length > 0) throw new InvalidUsage(`Type "yagura bench queue ${USAGE}".`);
    const [cases, tenants, clients, seconds] = ([['cases', 10_000], ['tenants', 40], ['clients', 16], ['seconds', 20]] as const).map(([flag, usual]) => wholeNumber(flag, flags[flag], usual));
    const isApart = switches.has('processes');
    const machine = benchMachine();
    const world = isApart ? await startProcessWorld() : await startBenchWorld({});
    try {
      const tenantIds = await benchTenants(world.gateway, tenants, new Progress(terminal, 'bringing tenants in'));
      await seedCases(world, tenantIds, Math.ceil(cases / tenants));
      const token = await (await benchAnalyst(world, tenantIds))();
      terminal.err(`asking for ${seconds} s`);
      const body = JSON.stringify({ query: QUEUE.text, variables: { first: PAGE } });
      const cpu = world.cpuSince();
      const { times, sample, asked, different } = await askMany({ url: world.graphqlUrl, token, body, clients, seconds, warmUpSec: WARM_UP_SEC });
      const spent = cpu();
      const rows = QUEUE.data.parse((JSON.parse(sample) as { readonly data: unknown }).data).cases.nodes.length;
      terminal.out(JSON.stringify({
        processes: isApart, cases: Math.ceil(cases / tenants) * tenants, tenants, clients, rows, requests: times.length, requestsPerS: tenth(times.length / seconds), different,
        ...spreadOf(times), cpuMsPerRequest: perRequest(spent, asked), machine,
      }));
      return different === 0 ? 0 : 1;
    } finally {
      await world.stop();
    }
  },
};

/** Parts that spent next to nothing are one figure. */
function perRequest(spent: CpuByPart, requests: number): Readonly<Record<string, number>> {
  const figures = Object.entries(spent).map(([part, micros]) => [part, Number((micros / 1_000 / requests).toFixed(2))] as const);
  const others = figures.filter(([, ms]) => ms < 0.05).reduce((sum, [, ms]) => sum + ms, 0);
  return { ...Object.fromEntries(figures.filter(([, ms]) => ms >= 0.05)), others: Number(others.toFixed(2)) };
}
