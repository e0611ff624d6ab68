import { environmentOf, PROCESS_SETTINGS, readConfig } from '@yagura/config';
import { createLog, freePort } from '@yagura/runtime';
import { openDataFolder } from '../all-in-one/data-folder';
import { announce } from '../all-in-one/running-file';
import { planInstallation } from '../supervisor/plan-installation';
import { superviseInstallation, type SupervisedInstallation } from '../supervisor/supervised-installation';
import { aborted } from './aborted';
import { InvalidUsage, type Command, type Terminal } from './command';
import { PROCESS_OPTIONS } from './process-options';
import { wholeNumber } from './required';

const USAGE = '[--detections 1] [--restart-limit 20] [--data DIR]';
const RESTART_LIMIT = 20;

/** Starts every part in a process of its own on this machine, with the stores that no setting leads to, and starts again what ends. */
export const serveAll: Command = {
  usage: USAGE,
  options: {
    ...PROCESS_OPTIONS,
    'detections': { type: 'string', about: 'processes of detection (1); they divide the partitions of the telemetry log' },
    'restart-limit': { type: 'string', about: `ends in a row, none a minute after its start, after which everything stops with 1 (${RESTART_LIMIT})` },
  },
  run: async ({ positionals, flags, switches, terminal, signal }) => {
    if (positionals.length > 0) throw new InvalidUsage(`Type "yagura serve all ${USAGE}".`);
    const detections = wholeNumber('detections', flags['detections'], 1);
    const restartLimit = wholeNumber('restart-limit', flags['restart-limit'], RESTART_LIMIT);
    const given = environmentOf(PROCESS_SETTINGS, flags);
    const { dataDir, logLevel } = readConfig(PROCESS_SETTINGS, {}, given);
    // Held by one at a time: neither an all-in-one nor a second supervisor may run on the same data.
    const folder = openDataFolder(dataDir);
    try {
      const plan = await planInstallation(given, detections, freePort);
      const installation = await superviseInstallation(plan, given, {
        log: createLog(logLevel), onLine: terminal.out, onReady: (label, ms) => terminal.err(`  ${label.padEnd(20)} ready after ${ms} ms`), restartLimit, signal,
      });
      const withdraw = announce(folder, installation.addresses);
      greet(installation, terminal, switches.has('json'));
      const lost = await Promise.race([installation.givenUp, aborted(signal)]);
      withdraw();
      terminal.err(lost === undefined ? 'Stopping …' : `${lost} ended too often; everything stops.`);
      await installation.stop();
      return lost === undefined ? 0 : 1;
    } finally {
      folder.release();
    }
  },
};

function greet({ addresses }: SupervisedInstallation, terminal: Terminal, isJson: boolean): void {
  if (isJson) {
    terminal.out(JSON.stringify({ pid: process.pid, ...addresses }));
    return;
  }
  const { graphqlUrl, hecUrl, identityUrl, consoleUrl, portalUrl } = addresses;
  terminal.out(`GraphQL  ${graphqlUrl}`);
  terminal.out(`HEC      ${hecUrl}/services/collector`);
  terminal.out(`Bulk     ${hecUrl} (Elasticsearch _bulk)`);
  terminal.out(`Sign-in  ${identityUrl}`);
  terminal.out(`Console  ${consoleUrl}  (the provider’s people)`);
  terminal.out(`Portal   ${portalUrl}  (client companies)`);
}
