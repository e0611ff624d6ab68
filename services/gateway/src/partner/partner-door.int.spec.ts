import { casesApi, partnerSelfApi, sourceApi } from '@yagura/contracts';
import { testDatabase, type TestDatabase } from '@yagura/testing';
import { buildClientSchema, getIntrospectionQuery, printSchema, type IntrospectionQuery } from 'graphql';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GatewayWorld, type Answer, type Person } from '../testing/gateway-world';

let database: TestDatabase;
let world: GatewayWorld;
let partner: Person;
let viewer: Person;

beforeAll(async () => {
  database = await testDatabase();
  world = await new GatewayWorld(database).start([sourceApi, casesApi, partnerSelfApi], { anyDocument: false, documents: ['{ me { id } }'] });
  partner = world.partner('case:read');
  viewer = world.person('customer_viewer');
});
afterAll(async () => {
  await world.stop();
  await database.drop();
});
beforeEach(() => {
  world.calls.length = 0;
  world.addresses.length = 0;
  world.behaviour = () => ({ items: [], nextCursor: null });
});

const QUEUE = '{ cases { nodes { id title } pageInfo { hasNextPage } } }';
const messages = ({ body }: Answer): string[] => (body.errors ?? []).map(({ message }) => message);
const codes = ({ body }: Answer): unknown[] => (body.errors ?? []).map(({ extensions }) => extensions?.['code']);
const slugs = ({ body }: Answer): unknown[] => (body.errors ?? []).map(({ extensions }) => extensions?.['slug']);
const askByKey = (key: string, query: string, more: Record<string, unknown> = {}): Promise<Answer> =>
  world.post(JSON.stringify({ query, ...more }), { authorization: `Bearer ${key}` });

describe('the gateway to a partner’s program', () => {
  it.each<[string, () => Promise<Answer>]>([
    ['an access token', () => world.ask(partner, QUEUE)],
    ['a partner key', () => askByKey(world.keyOf(partner), QUEUE)],
  ])('answers any document of the partner schema that comes with %s', async (_, ask) => {
    const answer = await ask();

    expect(answer.body).toEqual({ data: { cases: { nodes: [], pageInfo: { hasNextPage: false } } } });
    expect(world.calls.map(({ operation }) => operation)).toEqual(['cases.queue']);
  });

  it('asks for the grants of a key with the address of its connection, and of nothing else', async () => {
    await askByKey(world.keyOf(partner), QUEUE);
    await world.ask(partner, QUEUE);

    expect(world.addresses).toEqual([expect.stringMatching(/127\.0\.0\.1$/), undefined]);
  });

  it.each([
    ['a list of people only', '{ members { nodes { email } } }', 'Cannot query field "members" on type "Query".'],
    ['who is signed in', '{ me { id } }', 'Cannot query field "me" on type "Query".'],
    ['an inner field of a case', '{ cases { nodes { assignee { name } } } }', 'Cannot query field "assignee" on type "Case".'],
    ['a field that never was', '{ cases { nodes { nothing } } }', 'Cannot query field "nothing" on type "Case".'],
    ['a type outside', 'query { case(id: "x") { ... on Invoice { id } } }', 'Unknown type "Invoice".'],
    ['a change', 'mutation { takeCase(input: { caseId: "x", expectedVersion: 1 }) { case { id } } }', 'Cannot query field "takeCase" on type "Mutation".'],
    ['a stream', 'subscription { caseChanged { caseId } }', 'Schema is not configured to execute subscription operation.'],
  ])('knows no %s, in the words for what never was', async (_, query, message) => {
    for (const answer of [await world.ask(partner, query), await askByKey(world.keyOf(partner), query)]) {
      const expected = message.includes('"Mutation"') && messages(answer)[0]?.includes('mutation operation') ? 'Schema is not configured to execute mutation operation.' : message;
      expect(messages(answer)).toContain(expected);
      expect(answer.text).not.toMatch(/Did you mean/);
      expect(answer.body.data ?? null).toBeNull();
    }
    expect(world.calls).toEqual([]);
  });

  it('answers what the schema says of itself: the partner schema, whole, and nothing beside it', async () => {
    const answer = await askByKey(world.keyOf(partner), getIntrospectionQuery({ descriptions: true }));

    expect(messages(answer)).toEqual([]);
    const told = buildClientSchema(answer.body.data as unknown as IntrospectionQuery);
    const printed = readFileSync(join(__dirname, '..', '..', '..', '..', 'docs', 'partner', 'schema.graphql'), 'utf8');
    expect(printSchema(told).trim().split('\n').filter((line) => !line.startsWith('"""'))).toEqual(expect.arrayContaining(['type Query {']));
    expect(Object.keys(told.getTypeMap()).filter((name) => !name.startsWith('__') && !printed.includes(name))).toEqual(['Boolean'].filter((name) => !printed.includes(name)));
    expect(told.getType('Invoice')).toBeUndefined();
  });

  it('tells nobody else about the schema, nor lets them send what is not registered', async () => {
    for (const person of [viewer, world.person('operator')]) {
      const answers = [await world.ask(person, '{ __schema { types { name } } }'), await world.ask(person, QUEUE)];
      expect(answers.map(slugs)).toEqual([['document.unregistered'], ['document.unregistered']]);
      expect((await world.ask(person, '{ me { id } }')).body).toEqual({ data: { me: { id: person.userId } } });
    }
  });

  it('keeps what it remembers of documents apart: a person’s document is none of a partner’s, in any order', async () => {
    expect(messages(await world.ask(partner, '{ me { id } }'))).toHaveLength(1);
    expect(messages(await world.ask(viewer, '{ me { id } }'))).toEqual([]);
    expect(messages(await world.ask(partner, '{ me { id } }'))).toHaveLength(1);
  });

  it.each([
    ['too many tokens', `{ ${Array.from({ length: 150 }, () => 'cases { nodes { id } }').join(' ')} }`],
    ['too many aliases', `{ ${Array.from({ length: 11 }, (_, index) => `a${index}: cases { nodes { id } }`).join(' ')} }`],
    ['too deep a question', '{ case(id: "x") { findings { nodes { tenant { id } } } clocks { id } } casesDeep: cases { nodes { tenant { ...A } } } } fragment A on TenantRef { ...A }'],
    ['questions about the schema in circles', '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }'],
  ])('refuses %s', async (_, query) => {
    const answer = await world.ask(partner, query);

    expect(answer.status).toBe(400);
    expect(codes(answer)).toEqual(expect.arrayContaining(['BAD_USER_INPUT']));
    expect(world.calls).toEqual([]);
  });

  it.each<[string, (key: string) => Promise<Answer>]>([
    ['the address', (key) => fetch(`${world.url}?key=${key}&access_token=${key}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: QUEUE }) }).then(async (response) => ({ status: response.status, text: await response.text(), body: {} }))],
    ['a header of its own', (key) => world.post(JSON.stringify({ query: QUEUE }), { 'x-api-key': key })],
    ['a cookie', (key) => world.post(JSON.stringify({ query: QUEUE }), { cookie: `key=${key}` })],
    ['the body', (key) => world.post(JSON.stringify({ query: QUEUE, extensions: { key } }))],
    ['another scheme', (key) => world.post(JSON.stringify({ query: QUEUE }), { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` })],
  ])('takes no key from %s', async (_, ask) => {
    const answer = await ask(world.keyOf(partner));

    expect(answer.status).toBe(401);
    expect(world.calls).toEqual([]);
  });

  it('answers a mistyped key as one that nobody has', async () => {
    const key = world.keyOf(partner);
    const mistyped = `${key.slice(0, -1)}${key.endsWith('a') ? 'b' : 'a'}`;
    const answer = await askByKey(mistyped, QUEUE);

    expect([answer.status, codes(answer), slugs(answer)]).toEqual([401, ['UNAUTHENTICATED'], ['auth.token_refused']]);
    expect(world.addresses).toEqual([]);
  });

  it('lets it do only what it was granted, and gives it each refusal as a typed error', async () => {
    const answer = await world.ask(partner, '{ reports { nodes { id } } cases { nodes { id } } }');

    expect(codes(answer)).toEqual(['FORBIDDEN']);
    expect(slugs(answer)).toEqual(['auth.not_allowed']);
  });

  it('says who it is to itself alone', async () => {
    world.behaviour = () => ({ partnerClientId: partner.userId, name: 'Minato', tenants: [{ tenantId: partner.grants[0].tenantId, slug: 'a', code: 'A', name: 'A', permissions: ['case:read'] }], keys: [] });
    const answer = await askByKey(world.keyOf(partner), '{ partnerSelf { id name tenants { id permissions } keys { lastUsedAt } } }');

    expect(answer.body).toEqual({ data: { partnerSelf: { id: partner.userId, name: 'Minato', tenants: [{ id: partner.grants[0].tenantId, permissions: ['CASE_READ'] }], keys: [] } } });
    expect(world.calls).toEqual([{ operation: 'tenants.partnerSelf', input: { address: expect.stringMatching(/127\.0\.0\.1$/) } }]);
  });

  it('masks what failed inside', async () => {
    world.behaviour = () => { throw new TypeError('secret of the house'); };
    const answer = await world.ask(partner, QUEUE);

    expect(codes(answer)).toEqual(['INTERNAL']);
    expect(answer.text).not.toContain('secret of the house');
  });
});
