import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALL_IN_ONE_SETTINGS, FREE_PORTS, readConfig } from '@yagura/config';
import { startAllInOne, type RunningAllInOne } from '../all-in-one/all-in-one';
import type { GatewayClient } from '../api/gateway-client';
import { registeredDocuments } from '../api/registered';
import { serviceGateway } from '../api/service-account';
import type { StoreAccess } from '../service/platform';
import { cpuBetween, readCpu } from './cpu-clock';

/** CPU microseconds so far, by the name of what spent them. */
export type CpuByPart = Readonly<Record<string, number>>;

/** An installation of its own for one benchmark, in a folder that is thrown away with it. */
export interface BenchWorld {
  readonly dataDir: string;
  readonly graphqlUrl: string;
  readonly identityUrl: string;
  readonly hecUrl: string;
  /** As the command line's own account. */
  readonly gateway: GatewayClient;
  /** The stores past the services: for what a benchmark puts there, and for counting what is there. */
  readonly stores: Pick<StoreAccess, 'tenantDb' | 'lakeReader'>;
  /** What each part has spent since the call. */
  cpuSince(): () => CpuByPart;
  stop(): Promise<void>;
}

/** The same with everything in this process. */
export interface AllInOneWorld extends BenchWorld { readonly running: RunningAllInOne }

/** Starts a fresh all-in-one on free ports. `flags` are settings by flag name. */
export async function startBenchWorld(flags: Readonly<Record<string, string>>): Promise<AllInOneWorld> {
  const { dataDir, remove } = benchFolder();
  try {
    const config = readConfig(ALL_IN_ONE_SETTINGS, { ...FREE_PORTS, data: dataDir, ...flags }, {});
    const running = await startAllInOne(config, { registered: registeredDocuments() });
    const { graphqlUrl, hecUrl, identity: { url: identityUrl }, stores } = running;
    const stop = async (): Promise<void> => {
      await running.stop();
      remove();
    };
    return { running, dataDir, graphqlUrl, hecUrl, identityUrl, stores, gateway: serviceGateway(dataDir, { graphqlUrl, identityUrl }), cpuSince: cpuOfAllInOne, stop };
  } catch (error) {
    remove();
    throw error;
  }
}

/** A folder that the database's unprivileged user may enter, and what takes it away again. */
export function benchFolder(): { readonly dataDir: string; remove(): void } {
  const dataDir = mkdtempSync(join(tmpdir(), 'yagura-bench-'));
  chmodSync(dataDir, 0o755);
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true, force: true }) };
}

function cpuOfAllInOne(): () => CpuByPart {
  const before = readCpu();
  return () => {
    const { main, pool, lake, postgres } = cpuBetween(before, readCpu(), 0);
    return { main, pool, lake, postgres };
  };
}
