import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@yagura/runtime';
import { dataHealth } from './data-health';
import { egressHealth } from './egress-health';
import type { Health } from './health';
import { buildHealth, installationHealth, storesHealth } from './installation-health';
import { machineFacts, machineHealth, type MachineFacts } from './machine';
import { portHealth } from './port-health';

const GIB = 1024 ** 3;
const GOOD: MachineFacts = { nodeVersion: '20.19.0', platform: 'linux', arch: 'x64', glibc: '2.36', memory: 4 * GIB, now: Date.parse('2026-05-01'), seen: Date.parse('2026-04-01') };
const stateOf = (lines: readonly Health[], name: string): Health | undefined => lines.find((line) => line.name === name);

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'yagura-doctor-')); });
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

describe('the health of the machine', () => {
  it('is well for the machine that runs these tests', () => {
    expect(machineHealth(machineFacts([__filename])).filter(({ state }) => state === 'fail')).toEqual([]);
  });

  it.each<[string, Partial<MachineFacts>, Health['state']]>([
    ['node', { nodeVersion: '20.18.9' }, 'fail'], ['node', { nodeVersion: '18.20.0' }, 'fail'], ['node', { nodeVersion: '22.0.0' }, 'ok'],
    ['platform', { platform: 'darwin' }, 'fail'], ['platform', { arch: 'arm64' }, 'fail'], ['platform', { glibc: undefined }, 'fail'],
    ['memory', { memory: 0.5 * GIB }, 'fail'], ['memory', { memory: 1.3 * GIB }, 'warn'],
    ['clock', { now: Date.parse('1970-01-02') }, 'fail'], ['clock', { now: GOOD.seen - 3_600_000 }, 'warn'],
  ])('judges %s with %j as %s and says what to do', (name, change, state) => {
    const line = stateOf(machineHealth({ ...GOOD, ...change }), name);

    expect(line?.state).toBe(state);
    expect(line?.advice === '').toBe(state === 'ok');
  });
});

describe('the health of the data folder', () => {
  it('is well for a folder that is not made yet, and makes nothing', () => {
    const lines = dataHealth(join(folder, 'not', 'made'));

    expect(stateOf(lines, 'data folder')).toMatchObject({ state: 'ok' });
    expect(stateOf(lines, 'secrets')).toMatchObject({ state: 'ok', found: 'none made yet' });
  });

  it('fails for a key that others may read and names it', () => {
    mkdirSync(join(folder, 'keys'));
    writeFileSync(join(folder, 'keys', 'context.key'), 'x', { mode: 0o600 });
    writeFileSync(join(folder, 'keys', 'assertion.key'), 'x', { mode: 0o600 });
    expect(stateOf(dataHealth(folder), 'secrets')).toMatchObject({ state: 'ok' });

    chmodSync(join(folder, 'keys', 'assertion.key'), 0o640);

    expect(stateOf(dataHealth(folder), 'secrets')).toMatchObject({ state: 'fail', found: 'others may read keys/assertion.key' });
  });

  it('fails when a file stands where the folder should be', () => {
    writeFileSync(join(folder, 'file'), '');

    expect(stateOf(dataHealth(join(folder, 'file')), 'data folder')).toMatchObject({ state: 'fail' });
  });
});

describe('the health of the way out', () => {
  it('is well while webhooks reach public addresses only, and shows every place that an operator opened', () => {
    expect(egressHealth([])).toMatchObject({ state: 'ok' });
    expect(egressHealth(['127.0.0.1:9000', 'Proxy.Internal:3128'])).toMatchObject({ state: 'warn', found: 'may also reach 127.0.0.1:9000, proxy.internal:3128' });
  });

  it('fails for what is no exact place', () => {
    expect(egressHealth(['10.0.0.0/8'])).toMatchObject({ state: 'fail', advice: 'correct --egress-allow' });
  });
});

describe('the health of a port', () => {
  let server: Server;
  beforeEach(async () => {
    server = createServer();
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  });
  afterEach(() => { server.close(); });
  const wanted = (port: number) => [{ name: 'hec', flag: 'hec-port', host: '127.0.0.1', port }];

  it('is well when the port is free or left to the system', async () => {
    expect(await portHealth([...wanted(await freePort()), ...wanted(0)], undefined)).toMatchObject([{ state: 'ok' }, { state: 'ok' }]);
  });

  it('tells our own installation from another program and names the flag for another port', async () => {
    const { port } = server.address() as AddressInfo;

    expect(await portHealth(wanted(port), process.pid)).toMatchObject([{ state: 'ok' }]);
    const [taken] = await portHealth(wanted(port), undefined);
    expect(taken).toMatchObject({ state: 'fail', found: expect.stringContaining(`process ${process.pid}`) });
    expect(taken.advice).toContain('--hec-port');
  });
});

describe('the health of an installation', () => {
  it('loads the binaries of both stores', () => {
    expect(storesHealth()).toMatchObject([{ name: 'postgresql', state: 'ok', found: expect.stringContaining('PostgreSQL') }, { name: 'lake', state: 'ok' }]);
  });

  it('does not mind that none runs, and fails for one whose doors are shut', async () => {
    expect(await installationHealth(undefined)).toMatchObject([{ state: 'ok' }]);
    const shut = `http://127.0.0.1:${await freePort()}`;
    const lines = await installationHealth({ pid: process.pid, graphqlUrl: `${shut}/graphql`, hecUrl: shut, identityUrl: shut, consoleUrl: shut, portalUrl: shut });
    expect(new Set(lines.map(({ state }) => state))).toEqual(new Set(['fail']));
    expect(lines.map(({ name }) => name)).toEqual(['running gateway', 'running door', 'running console', 'running portal', 'running sign-in']);
  });

  it('misses a build that is not there', () => {
    expect(buildHealth([__filename])).toMatchObject({ state: 'ok' });
    expect(buildHealth([__filename, join(folder, 'absent.js')])).toMatchObject({ state: 'fail', advice: expect.stringContaining('npm run build') });
  });
});
