import { PROCESS_SETTINGS, readConfig } from '@yagura/config';
import { prepareInstallation } from '../process/prepare';
import type { Command } from './command';
import { PROCESS_OPTIONS } from './process-options';

/** Makes the stores ready before the processes of "yagura serve" start. */
export const prepare: Command = {
  usage: '[--data DIR] [--database-url URL]',
  options: PROCESS_OPTIONS,
  run: async ({ flags, switches, terminal }) => {
    const { applied, firstPassword } = await prepareInstallation(readConfig(PROCESS_SETTINGS, flags), ({ username, oneTimePassword }) => {
      if (!switches.has('json')) terminal.out(`First operator: ${username}, one-time password ${oneTimePassword} (shown only now; choose your own with "yagura login").`);
    });
    terminal.out(switches.has('json') ? JSON.stringify({ applied, firstPassword: firstPassword ?? null }) : `The stores are ready; ${applied} migrations were missing.`);
    return 0;
  },
};
