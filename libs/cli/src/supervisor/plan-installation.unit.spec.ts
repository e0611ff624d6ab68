import { CALLED_SERVICES, PROCESS_NAMES, PROCESS_PORTS, PROCESS_SETTINGS, readConfig } from '@yagura/config';
import { planInstallation, type InstallationPlan, type PlannedPart, type Variables } from './plan-installation';

const freePorts = (): (() => Promise<number>) => {
  let next = 50_000;
  return () => Promise.resolve(next += 1);
};
const plan = (given: Variables = {}, detections = 1): Promise<InstallationPlan> => planInstallation(given, detections, freePorts());
const allOf = ({ stores, services, doors }: InstallationPlan): readonly PlannedPart[] => [...stores, ...services, ...doors];
const partsOf = (planned: InstallationPlan): string[] => allOf(planned).map(({ part }) => part);
const portsOf = (planned: InstallationPlan): string[] => allOf(planned).map(({ own }) => own['YAGURA_PROCESS_PORT']);

describe('what runs on one machine', () => {
  it('is every part once, at its usual port and address, when nothing is set', async () => {
    const planned = await plan();
    const usual = readConfig(PROCESS_SETTINGS, {}, {});

    expect(partsOf(planned).sort()).toEqual([...PROCESS_NAMES].sort());
    expect(portsOf(planned).sort()).toEqual(Object.values(PROCESS_PORTS).map(String).sort());
    expect(readConfig(PROCESS_SETTINGS, {}, planned.shared)).toEqual(usual);
  });

  it('starts stores before services, and doors with them; of what a server stands in for, nothing', async () => {
    const planned = await plan();
    const onServers = await plan({ YAGURA_DATABASE_URL: 'postgres://db:5432/yagura', CLICKHOUSE_URL: 'http://lake:8123', YAGURA_KEYCLOAK_URL: 'http://sign-in:8080' });

    expect(planned.stores.map(({ part }) => part)).toEqual(['database', 'lake']);
    expect(planned.doors.map(({ part }) => part)).toEqual(['gateway', 'portal']);
    expect(partsOf(onServers).sort()).toEqual(PROCESS_NAMES.filter((name) => !['database', 'lake', 'identity'].includes(name)).sort());
    expect(onServers.shared).toMatchObject({ YAGURA_IDENTITY_URL: 'http://sign-in:8080' });
    expect(onServers.shared).not.toHaveProperty('YAGURA_DATABASE_URL');
    expect((await plan({ YAGURA_DATABASE_URL: ' ' })).stores.map(({ part }) => part)).toContain('database');
  });

  it('gives each detection a port of its own and tells the gateway of all of them', async () => {
    const planned = await plan({}, 3);

    expect(planned.services.filter(({ part }) => part === 'detection').map(({ label }) => label)).toEqual(['detection', 'detection 2', 'detection 3']);
    expect(new Set(portsOf(planned)).size).toBe(PROCESS_NAMES.length + 2);
    expect(planned.shared['YAGURA_DETECTION_URL'].split(',')).toHaveLength(3);
    for (const service of CALLED_SERVICES) expect(planned.shared[PROCESS_SETTINGS[service].variable]).toMatch(/^http:\/\/127\.0\.0\.1:\d+/);
  });

  it('lets addresses follow their ports, and leaves those that were given', async () => {
    const { shared } = await plan({ YAGURA_GATEWAY_PORT: '5000', YAGURA_IDENTITY_PORT: '5080', YAGURA_CONSOLE_URL: 'https://console.example.com', YAGURA_HOST: '0.0.0.0' });

    expect(shared).toMatchObject({ YAGURA_GRAPHQL_URL: 'http://127.0.0.1:5000/graphql', YAGURA_IDENTITY_URL: 'http://127.0.0.1:5080' });
    expect(shared).not.toHaveProperty('YAGURA_CONSOLE_URL');
  });

  it('chooses each free port once, so that a process which is started again is found where it was', async () => {
    const zeros = Object.fromEntries(Object.values(PROCESS_SETTINGS).filter(({ flag }) => flag.endsWith('-port') && flag !== 'smtp-port').map(({ variable }) => [variable, '0']));
    const planned = await plan(zeros, 2);
    const chosen = [...portsOf(planned), ...Object.entries(planned.shared).filter(([name]) => name.endsWith('_PORT')).map(([, port]) => port)];

    expect(chosen).not.toContain('0');
    expect(new Set(chosen).size).toBe(chosen.length);
    expect(planned.shared['YAGURA_DATABASE_URL']).toBe(`postgres://127.0.0.1:${planned.shared['YAGURA_POSTGRES_PORT']}/yagura`);
  });

  it('moves all internal ports together', async () => {
    expect(portsOf(await plan({ YAGURA_PROCESS_PORT: '6300' })).sort()).toEqual(Object.values(PROCESS_PORTS).map((port) => String(port + 2_000)).sort());
  });
});
