import { ALL_IN_ONE_SETTINGS, readConfig, type AllInOneConfig } from '@yagura/config';
import { startAllInOne, type RunningAllInOne } from '../all-in-one/all-in-one';
import { announce } from '../all-in-one/running-file';
import { registeredDocuments } from '../api/registered';
import { serviceGateway } from '../api/service-account';
import { ANALYST, COMPANIES } from '../demo/cast';
import { liveDemo } from '../demo/live';
import { createWorld } from '../demo/world';
import { aborted, within } from './aborted';
import type { Command, Invocation } from './command';
import { INSTALLATION_OPTIONS } from './installation-options';

/** An orderly stop takes about a second; longer than this and the children's guardians do the rest. */
const STOP_MS = 15_000;

/** Starts Yagura in the foreground until Ctrl-C. */
export const up: Command = {
  usage: '[--demo] [--data DIR]',
  options: { ...INSTALLATION_OPTIONS, demo: { type: 'boolean', about: 'with the demo world and live sample telemetry; the API then takes any document' } },
  run: async (invocation) => {
    const isDemo = invocation.switches.has('demo');
    const config = readConfig(ALL_IN_ONE_SETTINGS, isDemo ? { 'any-document': 'true', ...invocation.flags } : invocation.flags);
    return serve(config, invocation, isDemo);
  },
};

async function serve(config: AllInOneConfig, invocation: Invocation, isDemo: boolean): Promise<number> {
  const { terminal, signal } = invocation;
  const running = await startAllInOne(config, {
    registered: registeredDocuments(), onReady: (part, ms) => terminal.err(`  ${part.padEnd(20)} ready after ${ms} ms`),
  });
  const withdraw = announce(running.folder, { graphqlUrl: running.graphqlUrl, hecUrl: running.hecUrl, identityUrl: running.identity.url, ...running.portal });
  try {
    await greet(running, invocation);
    if (isDemo) await playDemo(running, invocation);
    await aborted(signal);
  } finally {
    terminal.err('Stopping …');
    withdraw();
    const isStopped = await within(STOP_MS, running.stop());
    if (!isStopped) terminal.err('A part did not stop in time and is ended; what was acknowledged is on the disk.');
  }
  return 0;
}

/** Addresses, and on the very first start the operator's one-time password, which is shown this once. */
async function greet({ graphqlUrl, hecUrl, consoleUrl, portalUrl, identity, seeded }: RunningAllInOne, { terminal }: Invocation): Promise<void> {
  terminal.out(`GraphQL  ${graphqlUrl}`);
  terminal.out(`HEC      ${hecUrl}/services/collector`);
  terminal.out(`Bulk     ${hecUrl} (Elasticsearch _bulk)`);
  terminal.out(`Sign-in  ${identity.url}`);
  terminal.out(`Console  ${consoleUrl}  (the provider’s people)`);
  terminal.out(`Portal   ${portalUrl}  (client companies)`);
  const { firstPassword } = seeded;
  if (firstPassword === undefined) return;
  terminal.out(`First operator: ${firstPassword.username}, one-time password ${firstPassword.oneTimePassword} (shown only now; choose your own with "yagura login").`);
  await firstPassword.shown();
}

/** Makes the demo world on the first run, says who can sign in, and keeps it alive until the signal. */
async function playDemo({ graphqlUrl, hecUrl, consoleUrl, portalUrl, identity, folder }: RunningAllInOne, { terminal, signal }: Invocation): Promise<void> {
  const place = { dataDir: folder.path, graphqlUrl, hecUrl, identityUrl: identity.url };
  const world = await createWorld(serviceGateway(folder.path, place), place, (line) => terminal.err(`  ${line}`));
  terminal.out('');
  terminal.out('People of the demo, with the passwords that were made for this data folder:');
  for (const { username, password, role, tenantSlug } of world.people) terminal.out(`  ${username.padEnd(30)} ${password.padEnd(18)} ${role}${tenantSlug === null ? ', both companies' : ` of ${tenantSlug}`}`);
  terminal.out('Try, in another terminal:');
  terminal.out(`  npx yagura login --user ${ANALYST.email}`);
  terminal.out('Open in a browser:');
  terminal.out(`  ${consoleUrl}   the console, as ${ANALYST.email}`);
  terminal.out(`  ${portalUrl}   the portal of a client company, as ${COMPANIES[0].viewer.email}`);
  terminal.out('');
  await liveDemo(world, terminal, signal);
}
