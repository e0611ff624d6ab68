import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { SystemDb, TenantDb } from '@yagura/db';
import { forSystem } from '@yagura/kernel';
import { eventually, testDatabase, type TestDatabase } from '@yagura/testing';
import { DoorWorld, type Sender } from '../testing/door-world';
import { type Party, REFUSAL_ROWS, type RefusalRow, type Sent } from '../testing/refusal-rows';
import { REFUSALS } from './refusal';

interface Heard { readonly status: number | 'none'; readonly headers: Readonly<Record<string, string | string[] | undefined>>; readonly body: unknown }

const GRANTS = { log_unwritable: 'insert on lane.telemetry_log', store_broken: 'insert on ingestion.batch_key' } as const;
let database: TestDatabase;
let books: TenantDb;
let log: SystemDb;
let owner: SystemDb;
let world: DoorWorld;
let senders: Readonly<Record<Party | 'bystander', Sender>>;

beforeAll(async () => {
  database = await testDatabase();
  [books, log, owner] = [database.tenantDb('svc_ingestion'), database.systemDb('lane_log_reader'), database.systemDb('yagura_owner')];
  world = await new DoorWorld(database).start();
  senders = {
    open: await world.sender('open'), closed: await world.sender('closed'), over_quota: await world.sender('over-quota', { bytesPerDay: 1 }), bystander: await world.sender('bystander'),
  };
  await world.tellCredential(senders.closed, 'revoked');
});
afterAll(async () => {
  await world.stop();
  await database.drop();
});

const sentOf = (row: RefusalRow): Sent => ({ method: 'POST', path: '/', headers: {}, body: '', ...row.send(senders[row.party].token) });

/** Sends as written and nothing else: no user agent of its own, and no second try. */
function send({ method, path, headers, body }: Sent): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const sending = request({ host: '127.0.0.1', port: world.port, method, path, headers: { ...headers, 'content-length': Buffer.byteLength(body) }, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: bodyOf(Buffer.concat(parts).toString()) }));
    });
    sending.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? resolve({ status: 'none', headers: {}, body: null }) : reject(error)));
    sending.end(body);
  });
}

/** `took` is the one part of an answer that no table can know. */
function bodyOf(text: string): unknown {
  const body: unknown = JSON.parse(text);
  return typeof body === 'object' && body !== null && 'took' in body ? { ...body, took: undefined } : body;
}

const headOf = ({ method, path, headers, body }: Sent): string =>
  `${[`${method} ${path} HTTP/1.1`, 'Host: door', ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), `Content-Length: ${Buffer.byteLength(body)}`].join('\r\n')}\r\n`;

function opened(text: string): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect(world.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(text, () => resolve(socket));
  });
}

/** Stops the door while a request is on its way in. */
async function sendWhileStopping(sent: Sent): Promise<Heard> {
  const socket = await opened(headOf(sent));
  await send({ method: 'GET', path: '/services/collector/health', headers: {}, body: '' });
  let text = '';
  socket.on('data', (data) => { text += data.toString(); });
  const ended = new Promise((resolve) => { socket.on('close', resolve); });
  const closing = world.close();
  socket.write(`\r\n${sent.body.toString()}`);
  await Promise.all([ended, closing]);
  await world.open();
  const [head, body] = text.split('\r\n\r\n');
  const headers = Object.fromEntries(head.split('\r\n').slice(1).map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]));
  return { status: Number(head.split(' ')[1]), headers, body: bodyOf(body) };
}

async function hear({ trouble }: RefusalRow, sent: Sent): Promise<Heard> {
  if (trouble === 'stopping') return sendWhileStopping(sent);
  if (trouble === 'sender_goes') {
    const socket = await opened(`${headOf(sent)}\r\n${sent.body.toString().slice(0, 5)}`);
    socket.destroy();
    return { status: 'none', headers: {}, body: null };
  }
  if (trouble === undefined) return send(sent);
  await owner.sql(`revoke ${GRANTS[trouble]} from svc_ingestion`);
  try {
    return await send(sent);
  } finally {
    await owner.sql(`grant ${GRANTS[trouble]} to svc_ingestion`);
  }
}

interface Book { readonly refusals: Readonly<Record<string, number>>; readonly kept: Readonly<Record<string, number>>; readonly logged: number }

/** What the books say of one tenant: refusals by code, kept bodies by reason, and batches in the log. */
async function bookOf({ tenantId }: Sender): Promise<Book> {
  const grouped = async (statement: string): Promise<Record<string, number>> => {
    const rows = await books.read(forSystem(tenantId, 'ingestion'), (read) => read.sql<{ name: string; times: number }>(statement));
    return Object.fromEntries(rows.map(({ name, times }) => [name, times]));
  };
  const [{ logged }] = await log.sql<{ logged: number }>('select count(*)::int as logged from lane.telemetry_log where tenant_id = $1', [tenantId]);
  return {
    logged, refusals: await grouped('select code::text as name, sum(requests)::int as times from ingestion.refusal_count group by code'),
    kept: await grouped('select reason as name, count(*)::int as times from ingestion.refused_body group by reason'),
  };
}

const plus = (book: Readonly<Record<string, number>>, name: string | number | null | undefined, times: number): Record<string, number> =>
  (name === null || name === undefined ? { ...book } : { ...book, [name]: (book[name] ?? 0) + times });

describe('every refusal of the doors', () => {
  it.each(REFUSAL_ROWS.map((row) => [row.door, row.title, row.status, row] as const))('%s: %s is answered with %s, counted, and nothing of it is logged', async (_door, _title, status, row) => {
    const sender = senders[row.party];
    const before = { own: await bookOf(sender), other: await bookOf(senders.bystander) };

    const heard = await hear(row, sentOf(row));

    expect({ status: heard.status, body: heard.body }).toEqual({ status, body: row.body });
    for (const [name, value] of Object.entries(row.headers ?? {})) expect(heard.headers[name]).toEqual(value instanceof RegExp ? expect.stringMatching(value) : value);
    if (row.door === 'bulk' && status !== 'none') expect(heard.headers['x-elastic-product']).toBe('Elasticsearch');
    const own = await bookOf(sender);
    const isUnheard = row.trouble === 'sender_goes';
    const after = isUnheard ? await eventually('the count', async () => { const book = await bookOf(sender); return JSON.stringify(book) !== JSON.stringify(before.own) && book; }) : own;
    // A body that comes a second time within a day is kept once.
    const kept = row.kept !== undefined && JSON.stringify(after.kept) === JSON.stringify(before.own.kept) ? undefined : row.kept;
    expect(after).toEqual({ logged: before.own.logged, refusals: plus(before.own.refusals, row.counted, row.times ?? 1), kept: plus(before.own.kept, kept, 1) });
    if (row.kept !== undefined) expect(after.kept[row.kept]).toBeGreaterThan(0);
    expect(await bookOf(senders.bystander)).toEqual(before.other);
  });

  it('stands in the table, for each protocol that has words for it', () => {
    const known = Object.entries(REFUSALS).flatMap(([refused, { hec, bulk }]) => [...(hec === null ? [] : [`hec ${refused}`]), ...(bulk === null ? [] : [`bulk ${refused}`])]);

    expect([...new Set(REFUSAL_ROWS.map(({ door, refused }) => `${door} ${refused}`))].sort()).toEqual(known.sort());
  });
});
