import { connect, type Socket } from 'node:net';
import { partitionOf } from '@yagura/messaging';
import { newPublicId, newSourceToken } from '@yagura/auth';
import { forSystem, type TenantId } from '@yagura/kernel';
import { eventually, testDatabase, type TestDatabase } from '@yagura/testing';
import { DoorWorld, type Sender } from '../testing/door-world';

const EVENT = '/services/collector/event';
const event = (text: string): string => JSON.stringify({ event: text });

let database: TestDatabase;
let world: DoorWorld;
beforeAll(async () => {
  database = await testDatabase();
  world = await new DoorWorld(database, 400_000).start();
});
afterAll(async () => {
  await world.stop();
  await database.drop();
});

async function post(sender: Sender, body: string, headers: Record<string, string> = {}): Promise<{ status: number; code: number; retryAfter: number }> {
  const response = await fetch(`http://127.0.0.1:${world.port}${EVENT}`, { method: 'POST', headers: { authorization: `Splunk ${sender.token}`, ...headers }, body });
  const answer = await response.json() as { code: number };
  return { status: response.status, code: answer.code, retryAfter: Number(response.headers.get('retry-after')) };
}

const health = async (): Promise<number> => (await (await fetch(`http://127.0.0.1:${world.port}/services/collector/health`)).json() as { code: number }).code;

interface LogRow extends Record<string, unknown> { readonly partition: number; readonly position: string; readonly batch_id: string; readonly body: Buffer }
const logOf = (tenantId: TenantId): Promise<LogRow[]> =>
  database.systemDb('lane_log_reader').sql<LogRow>('select partition, position, batch_id, body from lane.telemetry_log where tenant_id = $1 order by position', [tenantId]);
const readAll = (): Promise<unknown> =>
  database.systemDb('lane_log_reader').sql('update lane.telemetry_position p set position = h.last_position from lane.telemetry_head h where h.partition = p.partition');

/** A request whose body never ends: it keeps its slot until the socket goes. */
function unfinished(sender: Sender): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect(world.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(`POST ${EVENT} HTTP/1.1\r\nHost: door\r\nAuthorization: Splunk ${sender.token}\r\nContent-Length: 50\r\n\r\n{"event":`, () => resolve(socket));
  });
}

describe('many requests at the door', () => {
  it('that are the same thousand times are one batch, each at a position of its own', async () => {
    const sender = await world.sender('thousand');
    const other = await world.sender('bystander');
    await post(other, event('same'));
    const accepted = async (): Promise<void> => {
      while ((await post(sender, event('same'))).status !== 200) await new Promise((resolve) => setTimeout(resolve, 50));
    };

    await Promise.all(Array.from({ length: 1_000 }, accepted));

    const log = await logOf(sender.tenantId);
    expect(log).toHaveLength(1_000);
    expect(new Set(log.map(({ batch_id: id }) => id)).size).toBe(1);
    expect(new Set(log.map(({ position }) => position)).size).toBe(1_000);
    expect(new Set(log.map(({ partition }) => partition))).toEqual(new Set([partitionOf(sender.tenantId, sender.sourceId)]));
    expect((await logOf(other.tenantId))[0].batch_id).not.toBe(log[0].batch_id);
    const [counted] = await database.tenantDb('svc_ingestion').read(forSystem(sender.tenantId, 'ingestion'), (read) =>
      read.sql<{ requests: string; records: string }>('select sum(requests) as requests, sum(records) as records from ingestion.door_count'));
    expect(counted).toEqual({ requests: '1000', records: '1000' });
  });

  it('are another batch a day later, and the same batch again for a client that repeats it', async () => {
    const sender = await world.sender('yesterday');
    await post(sender, event('daily'));
    await database.shiftTime('25 hours');
    await post(sender, event('daily'));
    await post(sender, event('daily'));
    await database.shiftTime('0');

    const ids = (await logOf(sender.tenantId)).map(({ batch_id: id }) => id);
    expect(ids[1]).not.toBe(ids[0]);
    expect(ids[2]).toBe(ids[1]);
  });

  it('of one tenant, however slow, leave room for another', async () => {
    const [slow, quick] = [await world.sender('slow'), await world.sender('quick')];
    const held = await Promise.all(Array.from({ length: 40 }, () => unfinished(slow)));
    await new Promise((resolve) => setTimeout(resolve, 200));

    expect(await post(quick, event('through'))).toMatchObject({ status: 200 });
    expect(await post(slow, event('behind its own crowd'))).toMatchObject({ status: 503, code: 9, retryAfter: 1 });

    for (const socket of held) socket.destroy();
    await eventually('the slots of the gone requests', async () => (await post(slow, event('again'))).status === 200);
  });

  it('with credentials that nobody knows are slowed down, while known senders at the same address go on', async () => {
    const sender = await world.sender('neighbour');
    await post(sender, event('known'));
    const guess = (): Sender => ({ ...sender, token: newSourceToken(newPublicId()).token });

    const answers = await Promise.all(Array.from({ length: 400 }, () => post(guess(), event('x'))));

    expect(new Set(answers.map(({ code }) => code))).toEqual(new Set([4, 9]));
    expect(await post(sender, event('still known'))).toMatchObject({ status: 200 });
  });
});

describe('a quota', () => {
  it('of events a second holds a sender for a while and then asks it to come back', async () => {
    const sender = await world.sender('fast', { eventsPerSec: 10 });
    const hundred = Array.from({ length: 100 }, (_, index) => event(`burst ${index}`)).join('');
    expect(await post(sender, hundred)).toMatchObject({ status: 200 });

    expect(await post(sender, event('held for its tenth of a second'))).toMatchObject({ status: 200 });

    const refused = await post(sender, hundred.replaceAll('burst', 'second'));
    expect(refused).toMatchObject({ status: 503, code: 9 });
    expect(refused.retryAfter).toBeGreaterThan(5);
    expect(await logOf(sender.tenantId)).toHaveLength(2);
  });

  it('of bytes a day is refused beyond it, also by requests side by side and after a restart', async () => {
    const sender = await world.sender('daily-bytes', { bytesPerDay: 1_000 });
    const body = (index: number): string => event(`${index}`.padEnd(389, 'x'));
    const answers = await Promise.all([1, 2, 3, 4, 5].map((index) => post(sender, body(index))));

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 503, 503, 503]);
    await world.close();
    await world.open();
    expect(await post(sender, body(6))).toMatchObject({ status: 503, code: 9, retryAfter: 3_600 });
    await world.tell(sender, { quota: { bytesPerDay: 1_000_000 } });
    expect(await post(sender, body(7))).toMatchObject({ status: 200 });
  });

  it('of the waiting log stops one tenant at half of it, everybody at its end, and shows in health', async () => {
    await readAll();
    const [flood, other] = [await world.sender('flood'), await world.sender('after-flood')];
    const big = (seed: number): string => event(Array.from({ length: 8_000 }, (_, index) => ((index * 2_654_435_761 + seed * 40_503) >>> 0).toString(36)).join(''));
    const until = async (sender: Sender, status: number, seed: number): Promise<void> => {
      for (let tries = 0; tries < 200; tries += 1) {
        const answer = await post(sender, big(seed + tries));
        if (answer.status === status) return;
        expect(answer.status).toBe(200);
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
      throw new Error('the log never filled');
    };

    await until(flood, 503, 1);
    expect(await post(other, event('small'))).toMatchObject({ status: 200 });
    await until(other, 503, 1_000);
    await eventually('health that sees it', async () => [18, 24].includes(await health()));

    await readAll();
    await eventually('room again', async () => (await post(flood, event('room'))).status === 200);
    await eventually('health again', async () => (await health()) === 17);
  });
});

describe('a credential', () => {
  it('that is revoked is refused by the very next request, though the door had it in memory', async () => {
    const sender = await world.sender('rotating');
    expect(await post(sender, event('before'))).toMatchObject({ status: 200 });

    await world.tellCredential(sender, 'revoked');

    expect(await post(sender, event('after'))).toMatchObject({ status: 403, code: 1 });
    expect((await world.told('yagura.source.credential_held.v1', sender.tenantId)).map((data) => data['state'])).toEqual(['active', 'revoked']);
  });

  it('of a source that is switched off and on again follows it at once', async () => {
    const sender = await world.sender('switching');
    await post(sender, event('on'));
    await world.tell(sender, { enabled: false });
    expect(await post(sender, event('off'))).toMatchObject({ status: 403, code: 1 });
    await world.tell(sender, { enabled: true });
    expect(await post(sender, event('on again'))).toMatchObject({ status: 200 });
  });
});

describe('a door that stops', () => {
  it('tells a connection that is still open, finishes what it began, and has lost nothing after its restart', async () => {
    const sender = await world.sender('restart');
    const acknowledged: string[] = [];
    let isRunning = true;
    const shipper = async (name: string): Promise<void> => {
      for (let count = 0; isRunning; count += 1) {
        const text = `${name} ${count}`;
        const answer = await post(sender, event(text)).catch(() => undefined);
        if (answer?.status === 200) acknowledged.push(text);
      }
    };
    const shippers = ['one', 'two', 'three'].map(shipper);
    await eventually('some traffic', () => Promise.resolve(acknowledged.length > 10));
    const open = connect(world.port, '127.0.0.1');
    const begun = `POST ${EVENT} HTTP/1.1\r\nHost: door\r\nAuthorization: Splunk ${sender.token}\r\n`;
    open.write(begun);
    const heard = new Promise<string>((resolve) => {
      let text = '';
      open.on('data', (data) => { text += data.toString('latin1'); });
      open.on('error', () => undefined);
      open.on('close', () => resolve(text));
    });
    await new Promise((resolve) => setTimeout(resolve, 50));

    const closing = world.close();
    isRunning = false;
    open.write('Content-Length: 0\r\n\r\n');
    await closing;
    await Promise.all(shippers);

    expect(await heard).toMatch(/^HTTP\/1\.1 503 [\s\S]*\{"text":"Server is shutting down","code":23\}$/);
    await world.open();
    const logged = (await logOf(sender.tenantId)).map(({ body }) => body.toString());
    expect(logged).toEqual(expect.arrayContaining(acknowledged.map(event)));
    expect(new Set(logged).size).toBe(logged.length);
    expect(await post(sender, event('after the restart'))).toMatchObject({ status: 200 });
  });
});
