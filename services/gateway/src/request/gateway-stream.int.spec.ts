import { request, type IncomingMessage } from 'node:http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CaseOpenedV1 } from '@yagura/contracts';
import { asId, forSystem } from '@yagura/kernel';
import { publish } from '@yagura/messaging';
import { eventually, testDatabase, type TestDatabase } from '@yagura/testing';
import { GatewayWorld, type Person } from '../testing/gateway-world';

const GOLDEN = join(__dirname, '..', '..', '..', '..', 'libs', 'contracts', 'golden', CaseOpenedV1.type, 'sample.json');
const SAMPLE = CaseOpenedV1.data.parse(JSON.parse(readFileSync(GOLDEN, 'utf8')));

/** A reader of a stream of server-sent events. */
class Reader {
  text = '';
  isEnded = false;
  status = 0;
  private answer?: IncomingMessage;
  private readonly sent: ReturnType<typeof request>;

  constructor(url: string, token: string, query: string) {
    const body = JSON.stringify({ query });
    this.sent = request(url, {
      method: 'POST', agent: false,
      headers: { accept: 'text/event-stream', 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), authorization: `Bearer ${token}` },
    }, (answer) => {
      this.answer = answer;
      this.status = answer.statusCode ?? 0;
      answer.on('data', (part: Buffer) => { this.text += part.toString('utf8'); });
      answer.on('error', () => undefined);
      answer.on('close', () => { this.isEnded = true; });
    });
    this.sent.on('error', () => undefined);
    this.sent.end(body);
  }

  get events(): { readonly data?: Record<string, unknown> | null; readonly errors?: readonly { readonly extensions?: Record<string, unknown> }[] }[] {
    return [...this.text.matchAll(/^data: (\{.*\})$/gm)].map(([, json]) => JSON.parse(json) as Reader['events'][number]);
  }

  get codes(): unknown[] {
    return this.events.flatMap(({ errors }) => (errors ?? []).map(({ extensions }) => extensions?.['code']));
  }

  leave(): void {
    this.answer?.destroy();
    this.sent.destroy();
  }
}

describe('a stream of the gateway', () => {
  let database: TestDatabase;
  let world: GatewayWorld;
  const readers: Reader[] = [];
  beforeAll(async () => {
    database = await testDatabase();
    world = await new GatewayWorld(database).start([], { anyDocument: true });
  });
  afterEach(() => { for (const reader of readers.splice(0)) reader.leave(); });
  afterAll(async () => {
    await world.stop();
    await database.drop();
  });

  const listen = (person: Person, query: string, seconds?: number): Reader => {
    const reader = new Reader(world.url, world.tokenOf(person, seconds), query);
    readers.push(reader);
    return reader;
  };
  const opened = async (tenantId: string, title: string): Promise<void> => {
    await database.tenantDb('svc_cases').run(forSystem(asId<'tenant'>(tenantId), 'cases'), (tx) => publish(tx, CaseOpenedV1, { ...SAMPLE, tenantId, title }));
  };
  const titles = (reader: Reader): unknown[] => reader.events.flatMap(({ data }) => (data?.['caseChanged'] === undefined ? [] : [(data['caseChanged'] as { title: string }).title]));
  const CASES = 'subscription { caseChanged { title tenantId } }';

  it('beats at once, so that a reader knows that it is alive', async () => {
    const reader = listen(world.person('analyst'), 'subscription { heartbeat }');

    await eventually('the first beat', () => Promise.resolve(reader.events.length > 0));
    expect(reader.status).toBe(200);
    expect(Date.parse(String(reader.events[0].data?.['heartbeat']))).not.toBeNaN();
  });

  it('tells each reader what happens in its own tenants and nothing of another’s', async () => {
    const [a, b] = [world.person('analyst'), world.person('analyst')];
    const [ofA, ofB] = [listen(a, CASES), listen(b, CASES)];
    await eventually('both readers', async () => {
      await Promise.all([a, b].map((person) => opened(person.grants[0].tenantId, 'are you there')));
      return titles(ofA).length > 0 && titles(ofB).length > 0;
    });

    await opened(a.grants[0].tenantId, 'only for a');
    await opened(b.grants[0].tenantId, 'only for b');

    await eventually('the last events', () => Promise.resolve(titles(ofA).includes('only for a') && titles(ofB).includes('only for b')));
    expect(titles(ofA)).not.toContain('only for b');
    expect(titles(ofB)).not.toContain('only for a');
    expect(ofA.text).not.toContain(b.grants[0].tenantId);
  });

  it('ends with the reason when the grant behind it is withdrawn', async () => {
    const person = world.person('analyst');
    const [grant] = person.grants;
    const reader = listen(person, CASES);
    await eventually('a first event', async () => {
      await opened(grant.tenantId, 'before');
      return titles(reader).length > 0;
    });

    person.grants = [];

    await eventually('the end', () => Promise.resolve(reader.isEnded));
    expect(reader.codes).toEqual(['FORBIDDEN']);
    await opened(grant.tenantId, 'after');
    expect(titles(reader)).not.toContain('after');
  });

  it('ends with the reason when its reader’s token expires', async () => {
    const reader = listen(world.person('analyst'), 'subscription { heartbeat }', -27);
    await eventually('the first beat', () => Promise.resolve(reader.events.length > 0));

    await eventually('the end', () => Promise.resolve(reader.isEnded));
    expect(reader.codes).toEqual(['UNAUTHENTICATED']);
  });

  it('ends with the reason when its reader signs out; the same person’s later sign-in and other people’s streams go on', async () => {
    const [person, other] = [world.person('analyst'), world.person('analyst')];
    const later = world.tokenOf(person, 300, Math.floor(Date.now() / 1_000) + 10);
    const kept = new Reader(world.url, later, CASES);
    readers.push(kept);
    const [reader, others] = [listen(person, CASES), listen(other, CASES)];
    const openedFor = (title: string): Promise<unknown> => Promise.all([person, other].map(({ grants }) => opened(grants[0].tenantId, title)));
    await eventually('three readers', async () => {
      await openedFor('before');
      return [reader, kept, others].every((one) => titles(one).length > 0);
    });

    const left = await world.ask(person, 'mutation { signOut { signedOutAt } }');
    const next = await world.ask(person, '{ me { id } }');

    expect(left.body.errors).toBeUndefined();
    expect({ status: next.status, slug: next.body.errors?.[0]?.extensions?.['slug'] }).toEqual({ status: 401, slug: 'auth.signed_out' });
    await eventually('the end', () => Promise.resolve(reader.isEnded), 5_000);
    expect(reader.codes).toEqual(['UNAUTHENTICATED']);
    await openedFor('after');
    await eventually('what is new', () => Promise.resolve([kept, others].every((one) => titles(one).includes('after'))));
    expect(titles(reader)).not.toContain('after');
    expect([kept.isEnded, others.isEnded]).toEqual([false, false]);
  });

  it('is refused to who may not read what it tells, and to who is not signed in', async () => {
    const nobody = new Reader(world.url, 'e30.e30.e30', CASES);
    const person = world.person('analyst');
    person.grants = [];
    const reader = listen(person, CASES);

    await eventually('both ends', () => Promise.resolve(nobody.isEnded && reader.isEnded));
    expect(nobody.status).toBe(401);
    expect(reader.text).toContain('FORBIDDEN');
  });

  it('is one of twenty at most for one person, and its place is free again when it ends', async () => {
    const person = world.person('analyst');
    const first = Array.from({ length: 20 }, () => listen(person, 'subscription { heartbeat }'));
    await eventually('twenty beats', () => Promise.resolve(first.every(({ events }) => events.length > 0)));

    const over = listen(person, 'subscription { heartbeat }');
    await eventually('the refusal', () => Promise.resolve(over.isEnded));
    expect(over.codes).toEqual(['RATE_LIMITED']);
    const other = listen(world.person('analyst'), 'subscription { heartbeat }');
    await eventually('another person’s beat', () => Promise.resolve(other.events.length > 0));

    first[0].leave();
    await eventually('the free place', async () => {
      const again = listen(person, 'subscription { heartbeat }');
      await eventually('an answer', () => Promise.resolve(again.events.length > 0));
      return again.codes.length === 0;
    });
  });
});
