import { askMany } from '../bench/asker-process';
import { benchAnalyst } from '../bench/bench-analyst';
import { benchTenants, startBenchWorld } from '../bench/bench-world';
import { cpuBetween, readCpu } from '../bench/cpu-clock';
import { percentile } from '../bench/percentile';
import { seedCases } from '../bench/seeded-cases';
import { QUEUE } from '../api/case-documents';
import { InvalidUsage, type Command } from './command';
import { Progress } from './progress';
import { wholeNumber } from './required';

const PAGE = 50;
const WARM_UP_SEC = 3;

/** An analyst's queue over many tenants, asked by many clients at once; one JSON line. */
export const benchQueue: Command = {
  name: 'bench queue', usage: '[--cases 10000] [--tenants 40] [--clients 16] [--seconds 20]', about: 'the analyst’s queue of 50 cases over all tenants, asked by many at once',
  options: {
    cases: { type: 'string', about: 'cases over all tenants (10000)' }, tenants: { type: 'string', about: 'client companies, each granted to the analyst (40)' },
    clients: { type: 'string', about: 'clients that ask without a pause (16)' }, seconds: { type: 'string', about: 'how long, after three seconds of warm-up (20)' },
  },
  run: async ({ flags, positionals, terminal }) => {
    if (positionals.length > 0) throw new InvalidUsage('Type "yagura bench queue [--cases N] [--tenants N] [--clients N] [--seconds N]".');
    const [cases, tenants, clients, seconds] = ([['cases', 10_000], ['tenants', 40], ['clients', 16], ['seconds', 20]] as const).map(([flag, usual]) => wholeNumber(flag, flags[flag], usual));
    const world = await startBenchWorld({});
    try {
      const tenantIds = await benchTenants(world.gateway, tenants, new Progress(terminal, 'bringing tenants in'));
      await seedCases(world, tenantIds, Math.ceil(cases / tenants));
      const token = await (await benchAnalyst(world, tenantIds))();
      terminal.err(`asking for ${seconds} s`);
      const body = JSON.stringify({ query: QUEUE.text, variables: { first: PAGE } });
      const before = readCpu();
      const { times, sample, asked } = await askMany({ url: world.running.graphqlUrl, token, body, clients, seconds, warmUpSec: WARM_UP_SEC });
      const { main, postgres } = cpuBetween(before, readCpu(), 0);
      const rows = QUEUE.data.parse((JSON.parse(sample) as { readonly data: unknown }).data).cases.nodes.length;
      const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => rounded(percentile(times, share)));
      terminal.out(JSON.stringify({ cases: Math.ceil(cases / tenants) * tenants, tenants, clients, rows, requests: times.length, requestsPerS: rounded(times.length / seconds), p50Ms: p50, p95Ms: p95, p99Ms: p99, mainCpuMsPerRequest: rounded(main / 1_000 / asked), postgresCpuMsPerRequest: rounded(postgres / 1_000 / asked) }));
      return 0;
    } finally {
      await world.stop();
    }
  },
};

const rounded = (value: number | null): number | null => (value === null ? null : Number(value.toFixed(1)));
