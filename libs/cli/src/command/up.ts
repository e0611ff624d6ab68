import { ALL_IN_ONE_SETTINGS, readConfig, type AllInOneConfig } from '@yagura/config';
import { startAllInOne } from '../all-in-one/all-in-one';
import type { Command, Invocation, Option } from './command';

/** Options of every command that starts or finds an installation. */
export const INSTALLATION_OPTIONS: Readonly<Record<string, Option>> = Object.fromEntries(
  Object.values(ALL_IN_ONE_SETTINGS).map(({ flag, variable, about }) => [flag, { type: 'string', about: `${about} (${variable})` }]));

/** Starts Yagura in the foreground until Ctrl-C. */
export const up: Command = {
  name: 'up', usage: '[--demo] [--data DIR]', about: 'start Yagura here, in the foreground; --demo adds two client companies and live sample telemetry',
  options: { ...INSTALLATION_OPTIONS, demo: { type: 'boolean', about: 'with the demo world' } },
  run: async (invocation) => {
    const config = readConfig(ALL_IN_ONE_SETTINGS, invocation.flags);
    return serve(config, invocation);
  },
};

async function serve(config: AllInOneConfig, { terminal, signal }: Invocation): Promise<number> {
  const running = await startAllInOne(config, { onReady: (part, ms) => terminal.err(`  ${part.padEnd(20)} ready after ${ms} ms`) });
  terminal.out(`GraphQL  ${running.graphqlUrl}`);
  terminal.out(`HEC      ${running.hecUrl}/services/collector`);
  terminal.out(`Sign-in  ${running.identity.url}`);
  await new Promise<void>((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
    return undefined;
  });
  terminal.err('Stopping …');
  await running.stop();
  return 0;
}
