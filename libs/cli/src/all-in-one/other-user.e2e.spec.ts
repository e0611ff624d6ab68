import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { processTree } from '@yagura/runtime';
import { dataFolder, runYagura, startYagura, type Launch, type RunningYagura } from '@yagura/testing';
import { TENANTS } from '../api/world-documents';
import { makeCompany, operatorOf } from '../testing/company';

const ROOT_ONLY = 'as root only: a test cannot become another user otherwise';
const isRoot = process.getuid?.() === 0;
/** A user of no name: it has no home, no shell and no entry in the user list. */
const NAMELESS = { uid: 1_000, gid: 1_000 };

const FREE_AS_ENV = Object.fromEntries(['GATEWAY', 'HEC', 'IDENTITY', 'POSTGRES', 'LAKE'].map((name) => [`YAGURA_${name}_PORT`, '0']));

jest.setTimeout(180_000);

/** True when users of all kinds may enter every folder above this file; a checkout in root's home can be run by root alone. */
const isOpenCheckout = (): boolean => {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) if ((statSync(folder).mode & 0o005) !== 0o005) return false;
  return true;
};

const ownersOf = (pids: readonly number[]): number[] => pids.filter((pid) => existsSync(`/proc/${pid}`)).map((pid) => statSync(`/proc/${pid}`).uid);

/** Starts, brings a company in, stops, starts again and asks for it. */
async function survives(dataDir: string, launch: Launch, whileUp: (yagura: RunningYagura) => void): Promise<void> {
  const first = await startYagura([], dataDir, launch);
  try {
    await makeCompany(operatorOf(first), 'who-test');
    whileUp(first);
  } finally {
    await first.stop();
  }
  await again(dataDir, launch);
}

async function again(dataDir: string, launch: Launch = {}): Promise<void> {
  const second = await startYagura([], dataDir, launch);
  try {
    const { tenants: { nodes } } = await operatorOf(second).ask(TENANTS, { first: 100 });
    expect(nodes.map(({ slug, state }) => ({ slug, state }))).toContainEqual({ slug: 'who-test', state: 'ACTIVE' });
  } finally {
    await second.stop();
  }
}

(isRoot && isOpenCheckout() ? describe : describe.skip)(`a user without a home (${ROOT_ONLY}, from a checkout that others may enter)`, () => {
  it('runs it on a folder of its own, every process as itself, and finds the data again', async () => {
    const dataDir = dataFolder();
    chownSync(dataDir, NAMELESS.uid, NAMELESS.gid);

    await survives(dataDir, { user: NAMELESS }, ({ pid }) => {
      const owners = ownersOf(processTree(pid));
      expect(owners.length).toBeGreaterThan(3);
      expect(new Set(owners)).toEqual(new Set([NAMELESS.uid]));
      expect(statSync(join(dataDir, 'postgres')).uid).toBe(NAMELESS.uid);
    });
    rmSync(dataDir, { recursive: true, force: true });
  });
});

(isRoot ? describe : describe.skip)(`root in a folder that is closed to all others (${ROOT_ONLY})`, () => {
  it('keeps the database where its unprivileged server can reach it, the keys where they were, and finds the data again', async () => {
    const closed = mkdtempSync(join(tmpdir(), 'yagura-closed-'));
    chmodSync(closed, 0o700);
    const dataDir = join(closed, 'data');
    mkdirSync(dataDir, { mode: 0o755 });

    await survives(dataDir, {}, ({ pid }) => {
      const servers = processTree(pid).filter((each) => ownersOf([each])[0] === 65_534);
      expect(servers.length).toBeGreaterThan(1);
      expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
    });
    const { place }: { place: string } = JSON.parse(readFileSync(join(dataDir, 'postgres.at'), 'utf8'));
    expect(statSync(place)).toMatchObject({ uid: 65_534, mode: 0o40700 });

    const moved = join(closed, 'moved');
    renameSync(dataDir, moved);
    await again(moved);
    cpSync(moved, dataDir, { recursive: true });
    expect((await runYagura(['up', '--data', dataDir], { env: FREE_AS_ENV })).err).toMatch(/^The folder \S+ is a copy of \S+, and two cannot share one database; remove one of them\.\n$/);
    rmSync(dirname(place), { recursive: true, force: true });
    expect((await runYagura(['up', '--data', moved], { env: FREE_AS_ENV })).err).toMatch(/^The database of \S+ stood in \S+ and is gone; restore it from a backup\.\n$/);
    const keys = readdirSync(join(moved, 'keys')).map((name) => join(moved, 'keys', name));
    expect(keys.map((file) => statSync(file).mode & 0o777)).toEqual(keys.map(() => 0o600));
    expect(keys.map((file) => statSync(file).uid)).toEqual(keys.map(() => 0));
    rmSync(closed, { recursive: true, force: true });
  });
});
