import { ALL_IN_ONE_SETTINGS, type AllInOneConfig } from '@yagura/config';
import { Unavailable } from '@yagura/kernel';
import { isPortFree } from '@yagura/runtime';
import type { DataFolder } from './data-folder';
import { identityPort } from './remembered-port';

const LOOPBACK = '127.0.0.1';
/** The stores of a killed run end by themselves within this time and hold their ports until then. */
const LEFTOVER_MS = 5_000;
const LOOK_EVERY_MS = 50;

interface Wanted { readonly flag: string; readonly about: string; readonly host: string; readonly port: number; readonly waitMs?: number }

/** Says which port is taken, and with which flag to choose another, before anything is started. Throws Unavailable. */
export async function demandFreePorts(config: AllInOneConfig, folder: DataFolder): Promise<void> {
  const { host } = config;
  const wanted: Wanted[] = [
    { ...ALL_IN_ONE_SETTINGS.gatewayPort, host, port: config.gatewayPort }, { ...ALL_IN_ONE_SETTINGS.hecPort, host, port: config.hecPort },
    { ...ALL_IN_ONE_SETTINGS.consolePort, host, port: config.consolePort }, { ...ALL_IN_ONE_SETTINGS.portalPort, host, port: config.portalPort },
    { ...ALL_IN_ONE_SETTINGS.identityPort, host, port: await identityPort(config.identityPort, host, folder) },
    { ...ALL_IN_ONE_SETTINGS.postgresPort, host: LOOPBACK, port: config.postgresPort, waitMs: LEFTOVER_MS },
    { ...ALL_IN_ONE_SETTINGS.lakePort, host: LOOPBACK, port: config.lakePort, waitMs: LEFTOVER_MS },
  ];
  await Promise.all(wanted.filter(({ port }) => port !== 0).map(async ({ flag, about, host: address, port, waitMs = 0 }) => {
    const isFree = (): Promise<boolean> => isPortFree(port, address).catch((cause: unknown) => { throw notOurs(flag, address, port, cause); });
    for (const until = performance.now() + waitMs; !(await isFree());) {
      if (performance.now() >= until) {
        throw new Unavailable(`The port ${port} on ${address} (${about}) is taken by another program; stop that, or choose another port with --${flag}.`, { slug: 'port.taken' });
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }));
}

/** A port below 1024 wants rights of its own, and an address must be one of this machine's. */
const notOurs = (flag: string, address: string, port: number, cause: unknown): Unavailable =>
  new Unavailable(`Nothing can listen on port ${port} of ${address} as this user; choose another port with --${flag}, or another address with --host.`, { slug: 'port.refused', cause });
