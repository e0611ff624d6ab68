import { CALLED_SERVICES, PROCESS_NAMES, PROCESS_PORTS, PROCESS_SETTINGS, readConfig, SERVICE_ADDRESSES, type ProcessConfig, type ProcessName } from '@yagura/config';

/** Variables of a process, by name. */
export type Variables = Readonly<Record<string, string>>;

/** One process of an installation. */
export interface PlannedPart {
  readonly part: ProcessName;
  /** Tells several processes of one part from each other, such as `detection 2`. */
  readonly label: string;
  /** What it is told beside the settings that all have in common. */
  readonly own: Variables;
}

/** Every process of an installation on one machine, in the order of their starts; they stop the other way. */
export interface InstallationPlan {
  /** Settings of all processes. */
  readonly shared: Variables;
  /** What has to run before the stores can be made ready. */
  readonly stores: readonly PlannedPart[];
  readonly services: readonly PlannedPart[];
  /** What people and programs reach; the first to stop. */
  readonly doors: readonly PlannedPart[];
}

const FIRST_PORT = Math.min(...Object.values(PROCESS_PORTS));
const DOORS: ReadonlySet<ProcessName> = new Set(['gateway', 'portal']);
/** Parts that a server of its own stands in for as soon as this variable leads to it. */
const STANDS_IN: Readonly<Partial<Record<ProcessName, string>>> = {
  database: PROCESS_SETTINGS.databaseUrl.variable, lake: PROCESS_SETTINGS.lakeUrl.variable, identity: PROCESS_SETTINGS.keycloakUrl.variable,
};

/**
 * What has to run for these settings, and on which ports. An address that nobody gave follows from the port of what listens there; a port of 0 is a free
 * one, which is chosen here once, so that a process that is started again is found where it was.
 */
export async function planInstallation(given: Variables, detections: number, freePort: () => Promise<number>): Promise<InstallationPlan> {
  const ports = Object.fromEntries(await Promise.all(Object.values(PROCESS_SETTINGS)
    .filter(({ flag, variable }) => flag.endsWith('-port') && variable !== PROCESS_SETTINGS.processPort.variable && given[variable] === '0')
    .map(async ({ variable }) => [variable, String(await freePort())] as const)));
  const settled = { ...given, ...ports };
  const config = readConfig(PROCESS_SETTINGS, {}, settled);
  const { processPort: first = FIRST_PORT } = config;
  const portOf = async (offset: number): Promise<number> => (first === 0 ? freePort() : first + offset);
  const parts: PlannedPart[] = [];
  const addresses = new Map<ProcessName, string[]>();
  const add = async (part: ProcessName, label: string, offset: number): Promise<void> => {
    const port = await portOf(offset);
    parts.push({ part, label, own: { [PROCESS_SETTINGS.processPort.variable]: String(port) } });
    addresses.set(part, [...addresses.get(part) ?? [], `http://${reachable(config.processHost)}:${port}`]);
  };
  for (const part of PROCESS_NAMES.filter((name) => !isSet(given, STANDS_IN[name]))) await add(part, part, PROCESS_PORTS[part] - FIRST_PORT);
  // Their ports come after those of all parts.
  for (let more = 2; more <= detections; more += 1) await add('detection', `detection ${more}`, PROCESS_NAMES.length + 4 + more);
  const services = CALLED_SERVICES.map((name) => [SERVICE_ADDRESSES[name].variable, (addresses.get(name) ?? []).join(',')]);
  const shared = { ...followed(config, settled), ...Object.fromEntries(services.filter(([variable]) => !isSet(given, variable))), ...ports };
  const isStore = ({ part }: PlannedPart): boolean => part === 'database' || part === 'lake';
  const isDoor = ({ part }: PlannedPart): boolean => DOORS.has(part);
  return { shared, stores: parts.filter(isStore), doors: parts.filter(isDoor), services: parts.filter((one) => !isStore(one) && !isDoor(one)) };
}

/** Addresses that follow from ports, of those that nobody gave. */
function followed({ host, postgresPort, lakePort, identityPort, gatewayPort, consolePort, portalPort, keycloakUrl }: ProcessConfig, given: Variables): Variables {
  const at = (port: number): string => `http://${reachable(host)}:${port}`;
  const usual = {
    [PROCESS_SETTINGS.databaseUrl.variable]: `postgres://127.0.0.1:${postgresPort}/yagura`, [PROCESS_SETTINGS.lakeUrl.variable]: `http://127.0.0.1:${lakePort}`,
    [PROCESS_SETTINGS.identityUrl.variable]: keycloakUrl ?? at(identityPort), [PROCESS_SETTINGS.graphqlUrl.variable]: `${at(gatewayPort)}/graphql`,
    [PROCESS_SETTINGS.consoleUrl.variable]: at(consolePort), [PROCESS_SETTINGS.portalUrl.variable]: at(portalPort),
  };
  return Object.fromEntries(Object.entries(usual).filter(([variable]) => !isSet(given, variable)));
}

/** Whoever listens everywhere is reached here. */
const reachable = (host: string): string => (host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host);

/** A blank value means unset, as everywhere. */
const isSet = (given: Variables, variable: string | undefined): boolean => variable !== undefined && (given[variable] ?? '').trim() !== '';
