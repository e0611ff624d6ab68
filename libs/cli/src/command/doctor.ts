import { join } from 'node:path';
import { ALL_IN_ONE_SETTINGS, readConfig, type AllInOneConfig } from '@yagura/config';
import { readRunning } from '../all-in-one/running-file';
import { dataHealth } from '../health/data-health';
import { egressHealth } from '../health/egress-health';
import type { Health } from '../health/health';
import { buildHealth, installationHealth, storesHealth } from '../health/installation-health';
import { machineFacts, machineHealth } from '../health/machine';
import { portHealth, type WantedPort } from '../health/port-health';
import type { Command } from './command';
import { INSTALLATION_OPTIONS } from './installation-options';

const LIBS = join(__dirname, '..', '..', '..');
const BUILT = [join(LIBS, 'cli', 'dist', 'main.js'), join(LIBS, '..', 'services', 'detection', 'dist', 'pipeline', 'decode.worker.js')];

/** Looks at everything that a start needs and says what to do about what is wrong. Changes nothing. Exit 1 when something fails. */
export const doctor: Command = {
  usage: '[--data DIR]', options: INSTALLATION_OPTIONS,
  run: async ({ flags, switches, terminal }) => {
    const config = readConfig(ALL_IN_ONE_SETTINGS, flags);
    const running = readRunning(config.dataDir);
    const lines: readonly Health[] = [
      ...machineHealth(machineFacts([BUILT[0], join(config.dataDir, 'yagura.pid')])),
      buildHealth(BUILT),
      ...dataHealth(config.dataDir),
      ...await portHealth(portsOf(config), running?.pid),
      ...storesHealth(),
      egressHealth(config.egressAllow),
      ...await installationHealth(running),
    ];
    const isWell = lines.every(({ state }) => state !== 'fail');
    if (switches.has('json')) terminal.out(JSON.stringify({ ok: isWell, checks: lines }));
    else for (const line of table(lines)) terminal.out(line);
    return isWell ? 0 : 1;
  },
};

function portsOf({ host, gatewayPort, hecPort, consolePort, portalPort, identityPort, postgresPort, lakePort }: AllInOneConfig): WantedPort[] {
  const inner = '127.0.0.1';
  return [
    { name: 'gateway', flag: 'gateway-port', host, port: gatewayPort }, { name: 'hec', flag: 'hec-port', host, port: hecPort },
    { name: 'console', flag: 'console-port', host, port: consolePort }, { name: 'portal', flag: 'portal-port', host, port: portalPort },
    { name: 'identity', flag: 'identity-port', host, port: identityPort }, { name: 'postgres', flag: 'postgres-port', host: inner, port: postgresPort },
    { name: 'lake', flag: 'lake-port', host: inner, port: lakePort },
  ];
}

function table(lines: readonly Health[]): string[] {
  const width = Math.max(...lines.map(({ name }) => name.length));
  return lines.map(({ state, name, found, advice }) => `${state.padEnd(4)}  ${name.padEnd(width)}  ${found}${advice === '' ? '' : `: ${advice}`}`);
}
