import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { SystemDb, TenantDb } from '@yagura/db';
import { forSystem } from '@yagura/kernel';
import type { BatchHeaders } from '@yagura/messaging';
import { type Door, frameBody } from '@yagura/telemetry';
import { eventually, testDatabase, type TestDatabase } from '@yagura/testing';
import { DoorWorld, type Sender } from '../testing/door-world';
import { ELASTIC_REFUSALS, oneBulk, REAL_CLIENTS, type ClientPlace, type RealClient } from '../testing/real-clients';

const COUNT = 100;
const WAIT_MS = 60_000;
const INSTALLED = process.env['YAGURA_CLIENTS'];
/** Clients that are dependencies of the tests themselves run in every run. */
const REPOSITORY = join(__dirname, '..', '..', '..', '..');
const folderOf = ({ needs }: Pick<RealClient, 'needs'>): string | undefined => [INSTALLED, REPOSITORY].find((place) => place !== undefined && existsSync(join(place, needs)));

let database: TestDatabase | undefined;
let log: SystemDb;
let books: TenantDb;
let world: DoorWorld;
let folder: string;
const running = new Set<ChildProcess>();

const worldOf = async (): Promise<DoorWorld> => {
  if (database !== undefined) return world;
  database = await testDatabase();
  [log, books] = [database.systemDb('lane_log_reader'), database.tenantDb('svc_ingestion')];
  world = await new DoorWorld(database).start();
  return world;
};
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'yagura-client-')); });
afterEach(async () => {
  await Promise.all([...running].map(ended));
  rmSync(folder, { recursive: true, force: true });
});
afterAll(async () => {
  if (database === undefined) return;
  await world.stop();
  await database.drop();
});

/** Starts a client as its users do; what it writes is kept for a failure's message. */
function start(client: Pick<RealClient, 'needs' | 'programFiles' | 'command' | 'libraries'>, { token }: Sender): { readonly child: ChildProcess; readonly said: () => string } {
  const installed = folderOf(client) ?? '';
  const place: ClientPlace = { installed, folder, port: world.port, token, lines: join(folder, 'lines.log'), count: COUNT };
  writeFileSync(place.lines, Array.from({ length: COUNT }, (_, index) => `msg-${index}\n`).join(''));
  for (const [name, text] of Object.entries(client.programFiles(place))) writeFileSync(join(folder, name), text);
  const [command, ...args] = client.command(place);
  const env = client.libraries === undefined ? process.env : { ...process.env, LD_LIBRARY_PATH: client.libraries(installed).join(':') };
  const child = spawn(command, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => { text += data.toString(); });
  return { child, said: () => text.slice(-2_000) };
}

async function ended(child: ChildProcess): Promise<void> {
  running.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

interface LogRow extends Record<string, unknown> { readonly headers: BatchHeaders; readonly body: Buffer }

/** The numbers of the lines that are in a tenant's log, each as often as it is there, batches that came again once. */
async function arrived({ tenantId }: Sender): Promise<number[]> {
  const rows = await log.sql<LogRow>('select distinct on (batch_id) headers, body from lane.telemetry_log where tenant_id = $1', [tenantId]);
  return rows.flatMap(({ headers, body }) => {
    const framed = frameBody(headers.encoding === 'gzip' ? gunzipSync(body) : body, headers.door as Door);
    return framed.ok ? framed.frames.map(({ raw }) => Number(/msg-(\d+)/.exec(raw)?.[1])) : [Number.NaN];
  });
}
async function refusals({ tenantId }: Sender): Promise<Record<string, number>> {
  const rows = await books.read(forSystem(tenantId, 'ingestion'), (read) =>
    read.sql<{ code: number; times: number }>('select code, sum(requests)::int as times from ingestion.refusal_count group by code'));
  return Object.fromEntries(rows.map(({ code, times }) => [String(code), times]));
}

const all = Array.from({ length: COUNT }, (_, index) => index);
const sorted = (numbers: readonly number[]): number[] => [...new Set(numbers)].sort((one, other) => one - other);
const slug = ({ name }: RealClient, more: string): string => `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-${more}`;

for (const client of REAL_CLIENTS) {
  const isThere = folderOf(client) !== undefined;
  const which = isThere ? describe : describe.skip;
  const reason = isThere ? '' : ` (skipped: YAGURA_CLIENTS names no folder with ${client.needs})`;
  which(`${client.name}${reason}`, () => {
    it('delivers every line, to its own company, and is refused nothing', async () => {
      await worldOf();
      const [sender, other] = [await world.sender(slug(client, 'calm')), await world.sender(slug(client, 'other'))];
      const { child, said } = start(client, sender);

      await eventually(`all lines; the client said ${said()}`, async () => sorted(await arrived(sender)).length === COUNT, WAIT_MS);
      await ended(child);

      expect(sorted(await arrived(sender))).toEqual(all);
      expect([await refusals(sender), await arrived(other)]).toEqual([{}, []]);
    });

    it(client.afterOverload === 'comes_again' ? 'comes again after overload until every line is there' : 'loses what met overload, as its documentation says', async () => {
      await worldOf();
      const sender = await world.sender(slug(client, 'busy'), { bytesPerDay: 1 });
      const { child, said } = start(client, sender);

      const busy = client.door === 'hec' ? '9' : '429';
      await eventually('the first refusal', async () => (await refusals(sender))[busy] > 0, WAIT_MS);
      await world.tell(sender, { quota: {} });

      if (client.afterOverload === 'comes_again') {
        await eventually(`all lines; the client said ${said()}`, async () => sorted(await arrived(sender)).length === COUNT, WAIT_MS);
        expect(sorted(await arrived(sender))).toEqual(all);
      } else {
        if (child.exitCode === null) await once(child, 'exit');
        expect(sorted(await arrived(sender)).length).toBeLessThan(COUNT);
      }
      expect(Object.keys(await refusals(sender))).toEqual([busy]);
    });
  });
}

describe('what the door refuses, as elasticsearch-js 9 understands it', () => {
  it.each(ELASTIC_REFUSALS)('%s', async (_, body, expected) => {
    await worldOf();
    const sender = await world.sender(`refused-${String(expected.statusCode)}`);
    const { child, said } = start(oneBulk(body), sender);
    const [code] = await once(child, 'exit') as [number];

    expect({ code, heard: JSON.parse(said()) as unknown }).toEqual({ code: 0, heard: expected });
    expect(await arrived(sender)).toEqual([]);
    expect(await refusals(sender)).toEqual({ [String(expected.statusCode)]: 1 });
  });
});
