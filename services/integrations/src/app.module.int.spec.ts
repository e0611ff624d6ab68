import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import pino from 'pino';
import { TokenVerifier } from '@yagura/auth';
import {
  CaseAcknowledgedV1, CaseClosedV1, CaseCommentedV1, CaseOpenedV1, CaseSeverityChangedV1, CaseVerdictSetV1, PartnerAccessChangedV1, TenantActivatedV1, TenantResumedV1, TenantSuspendedV1, webhookBodyV1,
  type EventType, type WebhookBodyV1, type WebhookEvent,
} from '@yagura/contracts';
import type { LoginRole, TenantDb } from '@yagura/db';
import { forTest, newId, type TenantContext } from '@yagura/kernel';
import { PostgresDomainEvents, publish } from '@yagura/messaging';
import { AllowedPlaces, EgressClient } from '@yagura/outside';
import { ServiceEdge, startService, type RunningService } from '@yagura/runtime';
import { eventually, TEST_INSTALLATION_KEY, testDatabase, type TestDatabase } from '@yagura/testing';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { integrationsService } from './app.module';
import { PAUSES_MS } from './delivery/delivery';
import { DeliveryService } from './delivery/delivery.service';
import { SHARES } from './delivery/sending';
import { SendingService } from './delivery/sending.service';
import { EndpointService } from './endpoint/endpoint.service';
import { EGRESS, INSTALLATION_KEY } from './ports';

const activation = TenantActivatedV1.data.parse(JSON.parse(readFileSync(join(__dirname, '../../../libs/contracts/golden/yagura.tenant.activated.v1/sample.json'), 'utf8')));
const DAY_MS = 86_400_000;

interface Received { readonly path: string; readonly id: string; readonly headers: IncomingHttpHeaders; readonly body: string }

describe('webhooks of two companies', () => {
  let database: TestDatabase;
  let events: PostgresDomainEvents;
  let running: RunningService;
  let receiver: Server;
  let port: number;
  let movedMs = 0;
  const received: Received[] = [];
  const answers = new Map<string, (response: ServerResponse) => void>();
  const company = (): TenantContext => forTest(newId<'tenant'>());
  let a: TenantContext;
  let b: TenantContext;

  beforeAll(async () => {
    database = await testDatabase();
    receiver = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        const path = request.url ?? '';
        received.push({ path, id: String(request.headers['webhook-id']), headers: request.headers, body: Buffer.concat(chunks).toString() });
        (answers.get(path) ?? ((open: ServerResponse) => open.end()))(response);
      });
    });
    await new Promise<void>((resolve) => { receiver.listen(0, '127.0.0.1', resolve); });
    port = (receiver.address() as AddressInfo).port;
    events = new PostgresDomainEvents(database.systemDb('lane_relay'));
    await events.start();
    const log = pino({ level: 'silent' });
    const edge = new ServiceEdge(Object.create(TokenVerifier.prototype) as TokenVerifier, Buffer.alloc(32), log);
    const egress = new EgressClient({ places: new AllowedPlaces([`127.0.0.1:${port}`]) });
    running = await startService(integrationsService, {
      db: database.tenantDb('svc_integrations'), events, edge, log, provide: [{ key: EGRESS, value: egress }, { key: INSTALLATION_KEY, value: TEST_INSTALLATION_KEY }],
    });
  });

  beforeEach(async () => {
    received.splice(0);
    answers.clear();
    [a, b] = [company(), company()];
    for (const ctx of [a, b]) await tell(ctx, 'svc_tenants', TenantActivatedV1, { ...activation, tenantId: ctx.tenantId, code: ctx === a ? 'ALPHA' : 'BRAVO' });
    await eventually('both companies are known', async () => (await rows([a, b], 'select 1 from integrations.tenant')).length === 2);
  });

  afterAll(async () => {
    receiver.closeAllConnections();
    await running.stop();
    await events.stop();
    await new Promise((resolve) => { receiver.close(resolve); });
    await database.drop();
  });

  const pools = new Map<LoginRole, TenantDb>();
  const dbOf = (role: LoginRole): TenantDb => {
    const db = pools.get(role) ?? database.tenantDb(role, 1);
    pools.set(role, db);
    return db;
  };
  const endpoints = (): EndpointService => running.get(EndpointService);
  const deliveries = (): DeliveryService => running.get(DeliveryService);
  const url = (path: string): string => `http://127.0.0.1:${port}${path}`;
  const at = (path: string): Received[] => received.filter((one) => one.path === path);
  const bodies = (path: string): WebhookBodyV1[] => at(path).map(({ body }) => webhookBodyV1.parse(JSON.parse(body)));

  async function listen(ctx: TenantContext, path: string, eventTypes: WebhookEvent[] = ['case.opened', 'case.changed']): Promise<{ endpointId: string; secret: string }> {
    const { endpoint, secret } = await endpoints().create(ctx, { tenantId: ctx.tenantId, url: url(path), eventTypes, description: 'a receiver' });
    return { endpointId: endpoint.endpointId, secret };
  }

  const tell = <Event extends EventType>(ctx: TenantContext, role: LoginRole, event: Event, data: Parameters<typeof publish<Event['data']>>[2]): Promise<unknown> =>
    dbOf(role).run(ctx, (tx) => publish(tx, event, data));

  let number = 0;
  const facts = (ctx: TenantContext, caseId: string, change: object = {}) =>
    ({ tenantId: ctx.tenantId, caseId, number: 7, version: (number += 1), severity: 'high' as const, status: 'new' as const, title: 'A case', at: new Date().toISOString(), ...change });
  const openCase = async (ctx: TenantContext, caseId: string = newId()): Promise<string> => {
    await tell(ctx, 'svc_cases', CaseOpenedV1, { ...facts(ctx, caseId), groupKey: 'host:web01', findingIds: [], firstFindingAt: new Date().toISOString() });
    return caseId;
  };
  const changeCase = (ctx: TenantContext, caseId: string, change: object = {}): Promise<unknown> => tell(ctx, 'svc_cases', CaseSeverityChangedV1, { ...facts(ctx, caseId, change), from: 'low' });

  const rows = async (of: readonly TenantContext[], text: string): Promise<Record<string, unknown>[]> =>
    (await Promise.all(of.map((ctx) => dbOf('svc_integrations').read(ctx, (read) => read.sql(text))))).flat();
  const states = async (ctx: TenantContext): Promise<unknown[]> => (await rows([ctx], 'select state, reason from integrations.delivery order by written')).map(({ state, reason }) => (reason === null ? state : `${String(state)} ${String(reason)}`));
  const settled = (ctx: TenantContext, count: number): Promise<unknown> =>
    eventually(`${count} messages have ended`, async () => (await rows([ctx], "select 1 from integrations.delivery where state <> 'pending'")).length >= count, 20_000);
  const move = async (ms: number): Promise<void> => {
    movedMs += ms;
    await database.shiftTime(`${movedMs} milliseconds`);
  };
  const signs = (secret: string, { headers, id, body }: Received): boolean => {
    const mac = createHmac('sha256', Buffer.from(secret.slice(6), 'base64')).update(`${id}.${String(headers['webhook-timestamp'])}.${body}`).digest('base64');
    return String(headers['webhook-signature']).split(' ').includes(`v1,${mac}`);
  };

  it('tell a company’s receiver what its own people see of a case, signed and in order, and nothing of what is internal', async () => {
    const { secret } = await listen(a, '/own');
    const caseId = await openCase(a);
    const secretWords = { by: newId(), findingIds: [newId()] };
    await tell(a, 'svc_cases', CaseAcknowledgedV1, { ...facts(a, caseId), by: secretWords.by });
    await tell(a, 'svc_cases', CaseCommentedV1, { ...facts(a, caseId), commentId: newId(), by: secretWords.by, visibility: 'internal' });
    await tell(a, 'svc_cases', CaseVerdictSetV1, { ...facts(a, caseId), verdict: 'true_positive', findingIds: secretWords.findingIds });
    await changeCase(a, caseId, { severity: 'critical' });
    await tell(a, 'svc_cases', CaseClosedV1, { ...facts(a, caseId, { status: 'closed', severity: 'critical' }), verdict: 'true_positive' });
    await settled(a, 4);

    expect(bodies('/own').map((body) => [body.type, 'case' in body.data ? body.data.case.severity : null, 'case' in body.data ? body.data.case.status : null]))
      .toEqual([['case.opened', 'high', 'new'], ['case.changed', 'high', 'new'], ['case.changed', 'critical', 'new'], ['case.changed', 'critical', 'closed']]);
    for (const one of at('/own')) {
      expect(signs(secret, one)).toBe(true);
      expect(one.headers).toMatchObject({ 'content-type': 'application/json', 'user-agent': 'Yagura-Webhooks/1' });
      expect(Object.keys(JSON.parse(one.body).data.case)).toEqual(['id', 'number', 'title', 'severity', 'status', 'openedAt', 'updatedAt']);
      expect([secretWords.by, ...secretWords.findingIds, 'true_positive', '"by"'].filter((word) => one.body.includes(word))).toEqual([]);
    }
    expect(new Set(at('/own').map(({ id }) => id)).size).toBe(4);
  });

  it('never cross: whatever happens to whom, each receiver hears its own company, all of what it asked for, each case in order', async () => {
    await listen(a, '/a-all');
    await listen(a, '/a-opened', ['case.opened']);
    await listen(b, '/b-all');
    await listen(b, '/b-changed', ['case.changed']);
    const plan = fc.sample(fc.array(fc.record({ isA: fc.boolean(), at: fc.nat(3), isNew: fc.boolean() }), { minLength: 60, maxLength: 60 }), { numRuns: 1, seed: 20_261_122 })[0];
    const cases = new Map<string, string>();
    const told: { readonly tenantId: string; readonly caseId: string; readonly type: string; readonly title: string }[] = [];
    for (const [index, step] of plan.entries()) {
      const ctx = step.isA ? a : b;
      const key = `${ctx.tenantId} ${step.at}`;
      const title = `News ${index}`;
      const known = step.isNew ? undefined : cases.get(key);
      const caseId = known ?? newId();
      cases.set(key, caseId);
      told.push({ tenantId: ctx.tenantId, caseId, type: known === undefined ? 'case.opened' : 'case.changed', title });
      if (known === undefined) await tell(ctx, 'svc_cases', CaseOpenedV1, { ...facts(ctx, caseId, { title }), groupKey: 'g', findingIds: [], firstFindingAt: new Date().toISOString() });
      else await changeCase(ctx, caseId, { title });
    }
    const expected = (ctx: TenantContext, types: readonly string[]) => told.filter((one) => one.tenantId === ctx.tenantId && types.includes(one.type));
    const lists = { '/a-all': expected(a, ['case.opened', 'case.changed']), '/a-opened': expected(a, ['case.opened']), '/b-all': expected(b, ['case.opened', 'case.changed']), '/b-changed': expected(b, ['case.changed']) };
    await settled(a, lists['/a-all'].length + lists['/a-opened'].length);
    await settled(b, lists['/b-all'].length + lists['/b-changed'].length);

    for (const [path, list] of Object.entries(lists)) {
      const heard = bodies(path).flatMap(({ type, data }) => ('case' in data ? [{ tenantId: data.tenantId, caseId: data.case.id, type, title: data.case.title }] : []));
      const ofCase = (all: readonly { readonly caseId: string; readonly title: string }[], id: string): string[] => all.filter(({ caseId }) => caseId === id).map(({ title }) => title);
      for (const caseId of new Set([...heard, ...list].map((one) => one.caseId))) expect([path, ofCase(heard, caseId)]).toEqual([path, ofCase(list, caseId)]);
      expect(heard).toHaveLength(list.length);
    }
    expect(at('/a-all')[0].body).toContain('ALPHA');
  });

  it('come again with the same id and the same bytes until they are taken, ten times over 75 hours, and then not', async () => {
    answers.set('/down', (response) => { response.writeHead(503).end(); });
    const { endpointId } = await listen(a, '/down');
    const caseId = await openCase(a);
    await changeCase(a, caseId, { title: 'Later news' });
    let waitedMs = 0;
    for (const [index, pause] of PAUSES_MS.entries()) {
      await eventually(`attempt ${index + 1}`, async () => (await rows([a], 'select 1 from integrations.attempt where outcome is not null')).length === index + 1);
      expect(at('/down')).toHaveLength(index + 1);
      await move(pause * 1.1 + 1);
      waitedMs += pause;
    }
    await eventually('the first message is given up', async () => (await states(a))[0] === 'dead exhausted');

    expect(waitedMs).toBeGreaterThanOrEqual((75 * 60 + 35) * 60_000);
    const first = at('/down').slice(0, 10);
    expect(new Set(first.map(({ id, body }) => `${id} ${body}`)).size).toBe(1);
    // What came later about the case waited for its turn, and has it now.
    await eventually('the later news goes out', async () => at('/down').some(({ body }) => body.includes('Later news')));
    answers.delete('/down');
    const [dead] = (await deliveries().list(a, { endpointId, state: 'dead', first: 10 })).items;
    expect(dead.attempts.map(({ outcome, status, reason }) => `${String(outcome)} ${String(status)} ${String(reason)}`)).toEqual(Array.from({ length: 10 }, () => 'failed 503 receiver_failed'));
    await deliveries().replay(a, dead.deliveryId);
    await eventually('the replayed message is taken', async () => (await states(a))[0] === 'delivered');
    expect(at('/down').at(-1)).toMatchObject({ id: dead.deliveryId, body: dead.body });
    await expect(deliveries().replay(b, dead.deliveryId)).rejects.toMatchObject({ kind: 'NotFound' });
  });

  it('go out again under the same id when their sender dies before it could note the end, and its late word counts for nothing', async () => {
    const held: ServerResponse[] = [];
    answers.set('/killed', (response) => { held.push(response); });
    await listen(a, '/killed');
    await openCase(a);
    await eventually('the first sending is under way', () => Promise.resolve(held.length === 1));
    const [{ id, lease, endpoint_id: endpointId, body }] = await rows([a], 'select id, lease, endpoint_id, body from integrations.delivery');
    // The lease of a killed process runs out; the one here still waits for its answer and is as good as dead.
    await dbOf('svc_integrations').run(a, (tx) => tx.execute("update integrations.delivery set leased_until = now() - interval '1 second' where tenant_id = $1", [a.tenantId]));
    await eventually('the second sending is under way', () => Promise.resolve(held.length === 2));

    const late = { tenantId: a.tenantId, deliveryId: String(id), endpointId: String(endpointId), eventType: 'case.opened' as const, url: url('/killed'), body: String(body), number: 1, lease: String(lease), sentAt: new Date(), secrets: [] };
    await running.get(SendingService).note(a, late, { status: 410, reason: 'gone', durationMs: 1 });
    expect(await states(a)).toEqual(['pending']);
    held[1].end();
    await settled(a, 1);
    held[0].end();

    expect(at('/killed').map((one) => one.id)).toEqual([id, id]);
    expect(await states(a)).toEqual(['delivered']);
    expect((await rows([a], 'select outcome from integrations.attempt order by number')).map(({ outcome }) => outcome)).toEqual(['broken_off', 'delivered']);
    expect((await rows([a], 'select state from integrations.endpoint')).map(({ state }) => state)).toEqual(['active']);
  });

  it('of a company whose receiver never answers hold up nobody else’s, nor take more than their share', async () => {
    const held: ServerResponse[] = [];
    answers.set('/slow', (response) => { held.push(response); });
    await listen(a, '/slow');
    await listen(a, '/quick-of-a');
    await listen(b, '/quick');
    for (let index = 0; index < 12; index += 1) await openCase(a);
    await eventually('the slow receiver has its share', () => Promise.resolve(held.length === SHARES.endpoint));

    for (let index = 0; index < 12; index += 1) await openCase(b);
    await settled(b, 12);
    await settled(a, 12);

    expect(at('/quick')).toHaveLength(12);
    expect(at('/quick-of-a')).toHaveLength(12);
    expect(at('/slow')).toHaveLength(SHARES.endpoint);
    answers.delete('/slow');
    held.forEach((response) => response.end());
    await settled(a, 24);
  });

  it('stop for ever at a receiver that answers 410, follow no redirect, and what was not sent is dropped', async () => {
    answers.set('/gone', (response) => { response.writeHead(410).end(); });
    answers.set('/moved', (response) => { response.writeHead(301, { location: url('/elsewhere') }).end(); });
    const { endpointId } = await listen(a, '/gone');
    await listen(b, '/moved');
    const caseId = await openCase(a);
    await changeCase(a, caseId);
    await openCase(b);
    await settled(a, 1);
    await eventually('the redirect is noted', async () => (await rows([b], 'select 1 from integrations.attempt where outcome is not null')).length === 1);
    await changeCase(a, caseId);
    await openCase(b);
    await eventually('later news of the other company', () => Promise.resolve(at('/moved').length >= 2));

    expect(at('/gone')).toHaveLength(1);
    expect((await states(a))[0]).toBe('dead gone');
    expect((await states(a)).filter((state) => state !== 'dead gone' && state !== 'dropped gone')).toEqual([]);
    expect(await endpoints().open(a, endpointId)).toMatchObject({ state: 'disabled', disabledReason: 'gone' });
    expect(at('/elsewhere')).toEqual([]);
    expect(await rows([b], 'select status, reason from integrations.attempt order by at limit 1')).toEqual([{ status: 301, reason: 'redirected' }]);
  });

  it('are signed by both secrets for a day after a rotation, by the new one alone afterwards or when the old one is revoked', async () => {
    const { endpointId, secret: first } = await listen(a, '/rotated');
    const { secret: second } = await endpoints().rotate(a, { endpointId, revokeOld: false });
    const ping = async (): Promise<Received> => {
      await deliveries().ping(a, endpointId);
      return at('/rotated')[at('/rotated').length - 1];
    };
    const during = await ping();
    await move(DAY_MS + 1_000);
    const after = await ping();
    const { secret: third } = await endpoints().rotate(a, { endpointId, revokeOld: true });
    const revoked = await ping();

    expect([first, second].map((secret) => signs(secret, during))).toEqual([true, true]);
    expect([first, second].map((secret) => signs(secret, after))).toEqual([false, true]);
    expect([first, second, third].map((secret) => signs(secret, revoked))).toEqual([false, false, true]);
    expect((await endpoints().open(a, endpointId)).secrets).toHaveLength(1);
    const sealed = JSON.stringify([await rows([a], 'select * from integrations.secret'), await rows([a], 'select * from integrations.endpoint')]);
    for (const secret of [first, second, third]) expect(sealed).not.toContain(secret.slice(6, 30));
  });

  it('answer a test with what the receiver said, once', async () => {
    const { endpointId } = await listen(a, '/test');
    answers.set('/test', (response) => { response.writeHead(404).end('no such thing'); });

    const refused = await deliveries().ping(a, endpointId);
    answers.delete('/test');
    const taken = await deliveries().ping(a, endpointId);

    expect(refused).toMatchObject({ state: 'dead', reason: 'failed', attempts: [{ number: 1, outcome: 'failed', status: 404, reason: 'refused' }] });
    expect(taken).toMatchObject({ state: 'delivered', attempts: [{ outcome: 'delivered', status: 200 }] });
    expect(bodies('/test').map(({ type }) => type)).toEqual(['endpoint.test', 'endpoint.test']);
    expect(JSON.stringify(refused)).not.toContain('no such thing');
  });

  it('wait while their company is suspended, and go out when it is served again', async () => {
    await listen(a, '/suspended');
    await tell(a, 'svc_tenants', TenantSuspendedV1, { tenantId: a.tenantId, reason: 'unpaid' });
    await openCase(a);
    await listen(b, '/witness');
    await openCase(b);
    await settled(b, 1);
    await eventually('the news waits', async () => (await states(a)).length === 1);
    expect(at('/suspended')).toEqual([]);

    await tell(a, 'svc_tenants', TenantResumedV1, { tenantId: a.tenantId, reason: 'paid' });
    await settled(a, 1);

    expect(at('/suspended')).toHaveLength(1);
  });

  describe('of a partner’s program', () => {
    const partnerId = newId();
    const partner = (ctx: TenantContext, id: string = partnerId): TenantContext => ({ ...ctx, audience: 'customer', actor: { kind: 'partner', id, name: 'SOC automation' } });

    it('are seen by that program, the company and the provider, and by no other program', async () => {
      const { endpoint: { endpointId } } = await endpoints().create(partner(a), { tenantId: a.tenantId, url: url('/partner'), eventTypes: ['case.opened'], description: '' });
      const { endpointId: ownId } = await listen(a, '/people');
      const other = partner(a, newId());

      const seen = async (ctx: TenantContext): Promise<string[]> => (await endpoints().list(ctx, { first: 20 })).items.map((one) => one.endpointId);
      expect(await seen(partner(a))).toEqual([endpointId]);
      expect(new Set(await seen(a))).toEqual(new Set([endpointId, ownId]));
      expect(await seen(other)).toEqual([]);
      for (const act of [(ctx: TenantContext) => endpoints().open(ctx, endpointId), (ctx: TenantContext) => endpoints().disable(ctx, endpointId), (ctx: TenantContext) => deliveries().ping(ctx, endpointId), (ctx: TenantContext) => endpoints().remove(ctx, endpointId)]) {
        for (const stranger of [other, partner(b), b]) await expect(act(stranger)).rejects.toMatchObject({ kind: 'NotFound', slug: 'webhook_endpoint.not_found' });
      }
      await expect(endpoints().open(partner(a), ownId)).rejects.toMatchObject({ kind: 'NotFound' });
    });

    it.each([['ended', { permissions: [], active: false }], ['narrowed', { permissions: ['case:read', 'webhook:read'], active: true }]])('end at once in the company where its access was %s, and only there', async (_how, change) => {
      answers.set('/withdrawn', (response) => { response.writeHead(503).end(); });
      for (const [ctx, path] of [[a, '/withdrawn'], [b, '/kept']] as const) await endpoints().create(partner(ctx), { tenantId: ctx.tenantId, url: url(path), eventTypes: ['case.opened'], description: '' });
      await openCase(a);
      await eventually('a first try failed', async () => (await rows([a], 'select 1 from integrations.attempt where outcome is not null')).length === 1);

      await tell(a, 'svc_tenants', PartnerAccessChangedV1, { tenantId: a.tenantId, partnerClientId: partnerId, ...change });
      await settled(a, 1);
      await openCase(a);
      await openCase(b);
      await settled(b, 1);
      await move(60_000);

      expect(await states(a)).toEqual(['dropped access_withdrawn']);
      const [endpoint] = (await endpoints().list(a, { first: 20 })).items;
      expect(endpoint).toMatchObject({ state: 'disabled', disabledReason: 'access_withdrawn' });
      expect([at('/withdrawn').length, at('/kept').length]).toEqual([1, 1]);
      await expect(endpoints().enable(a, endpoint.endpointId)).rejects.toMatchObject({ slug: 'webhook.access_withdrawn' });
      await tell(a, 'svc_tenants', PartnerAccessChangedV1, { tenantId: a.tenantId, partnerClientId: partnerId, permissions: ['webhook:manage'], active: true });
      await eventually('the endpoint can be switched on again', async () => (await endpoints().enable(a, endpoint.endpointId).catch(() => undefined))?.state === 'active');
    });
  });

  it('cannot be pointed at what is not public, at what the operator did not list, or at more receivers than the bound', async () => {
    const create = (where: string): Promise<unknown> => endpoints().create(a, { tenantId: a.tenantId, url: where, eventTypes: ['case.opened'], description: '' });
    const { endpointId } = await listen(a, '/bounded');

    for (const where of [`http://127.0.0.1:${port + 1}/`, 'https://169.254.169.254/latest', 'https://localhost/', 'http://hooks.example.com/']) {
      await expect(create(where)).rejects.toMatchObject({ kind: 'InvalidInput', path: 'url' });
      await expect(endpoints().update(a, { endpointId, url: where })).rejects.toMatchObject({ kind: 'InvalidInput' });
    }
    for (let index = 1; index < 20; index += 1) await create(url(`/more-${index}`));
    await expect(create(url('/one-too-many'))).rejects.toMatchObject({ slug: 'webhook.too_many_endpoints' });
    await endpoints().remove(a, endpointId);
    await create(url('/instead'));
    await expect(endpoints().create(company(), { tenantId: newId(), url: url('/x'), eventTypes: ['case.opened'], description: '' })).rejects.toMatchObject({ kind: 'NotFound' });
  });
});
