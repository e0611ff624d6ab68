import { GatewayClient } from '../api/gateway-client';
import { broughtInAnalyst } from '../bench/bench-analyst';
import { benchTenants } from '../bench/bench-tenants';
import { startBenchWorld } from '../bench/bench-world';
import { percentile } from '../bench/percentile';
import { startBrowser } from '../bench/portal-browser';
import { interact, signIn, visit } from '../bench/portal-visit';
import { seedCases } from '../bench/seeded-cases';
import { announceCases, changeCases } from '../bench/status-changes';
import { personToken } from '../demo/person-token';
import { InvalidUsage, type Command } from './command';
import { Progress } from './progress';
import { wholeNumber } from './required';

const ALL_CASES = '/queue?status=new,in_progress,on_hold,resolved,closed';

/** The console's queue in a browser on a slowed processor; one JSON line. For developers: the browser comes with the development dependencies. */
export const benchPortal: Command = {
  usage: '[--cases 10000] [--tenants 20] [--updates 50] [--slowdown 4] [--visits 5]',
  options: {
    cases: { type: 'string', about: 'cases over all tenants (10000)' }, tenants: { type: 'string', about: 'client companies, each granted to the analyst (20)' },
    updates: { type: 'string', about: 'changes of cases a second while the list is used (50)' }, slowdown: { type: 'string', about: 'how much slower the browser’s processor is (4)' },
    visits: { type: 'string', about: 'how often the first screen is measured (5)' },
  },
  run: async ({ flags, positionals, terminal }) => {
    if (positionals.length > 0) throw new InvalidUsage('Type "yagura bench portal [--cases N] [--tenants N] [--updates N] [--slowdown N] [--visits N]".');
    const [cases, tenants, updates, slowdown, visits] = ([['cases', 10_000], ['tenants', 20], ['updates', 50], ['slowdown', 4], ['visits', 5]] as const).map(([flag, usual]) => wholeNumber(flag, flags[flag], usual));
    // First of all: without a browser nothing else has to start.
    const { browser, close } = await startBrowser();
    try {
      const world = await startBenchWorld({});
      try {
        const tenantIds = await benchTenants(world.gateway, tenants, new Progress(terminal, 'bringing tenants in'));
        await seedCases(world, tenantIds, Math.ceil(cases / tenants));
        const analyst = await broughtInAnalyst(world, tenantIds);
        const { consoleUrl, graphqlUrl, identity } = world.running;
        const gateway = new GatewayClient(graphqlUrl, personToken(identity.url, analyst));
        await announceCases(world, gateway);
        const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', timezoneId: 'Asia/Tokyo' });
        await signIn(context, consoleUrl, analyst);
        const usable: number[] = [];
        for (let seen = 0; seen < visits; seen += 1) {
          const { page, usableMs } = await visit(context, `${consoleUrl}/queue`, slowdown);
          usable.push(Math.round(usableMs));
          await page.close();
        }
        const { page } = await visit(context, `${consoleUrl}${ALL_CASES}`, slowdown);
        const began = performance.now();
        const changes = await changeCases(gateway, updates);
        const { durations, rowsHeld } = await interact(page);
        const changesPerSec = changes.made / ((performance.now() - began) / 1_000);
        await changes.stop();
        terminal.out(JSON.stringify({
          cases: Math.ceil(cases / tenants) * tenants, tenants, slowdown, firstScreenMs: usable, firstScreenMedianMs: percentile(usable, 0.5), rowsHeld, changesPerSec: Number(changesPerSec.toFixed(1)),
          interactions: durations.length, inpP50Ms: percentile(durations, 0.5), inpP95Ms: percentile(durations, 0.95), inpMaxMs: percentile(durations, 1),
        }));
        return 0;
      } finally {
        await world.stop();
      }
    } finally {
      await close();
    }
  },
};
