import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { detectionApi, ingestionApi, sourceApi } from '@yagura/contracts';
import { NotFound, Unavailable } from '@yagura/kernel';
import { testDatabase, type TestDatabase } from '@yagura/testing';
import { GatewayWorld, type Answer, type Person } from '../testing/gateway-world';

let database: TestDatabase;
let world: GatewayWorld;
let analyst: Person;

beforeAll(async () => {
  database = await testDatabase();
  world = await new GatewayWorld(database).start([sourceApi, ingestionApi, detectionApi], { anyDocument: true });
  analyst = world.person('analyst');
});
afterAll(async () => {
  await world.stop();
  await database.drop();
});
beforeEach(() => {
  world.calls.length = 0;
  world.behaviour = () => ({ items: [], nextCursor: null });
});

const slugs = ({ body }: Answer): unknown[] => (body.errors ?? []).map(({ extensions }) => extensions?.['slug']);
const codes = ({ body }: Answer): unknown[] => (body.errors ?? []).map(({ extensions }) => extensions?.['code']);
const many = (count: number, part: (index: number) => string): string => Array.from({ length: count }, (_, index) => part(index)).join(' ');
const headersOf = (): Record<string, string> => ({ authorization: `Bearer ${world.tokenOf(analyst)}` });

describe('the gateway’s door', () => {
  it('lets a signed-in person ask who they are', async () => {
    const answer = await world.ask(analyst, '{ me { id audience grants { tenantId roles } } }');

    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ data: { me: { id: analyst.userId, audience: 'STAFF', grants: analyst.grants } } });
  });

  it.each<[string, () => Record<string, string>, string]>([
    ['no token', () => ({}), '{ me { id } }'],
    ['a token of another scheme', () => ({ authorization: 'Basic eDp5' }), '{ me { id } }'],
    ['a token that nobody signed', () => ({ authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.e30' }), '{ me { id } }'],
    ['no token and a misspelled document', () => ({}), '{ mee { idd } }'],
    ['no token and a document that cannot be read', () => ({}), '{ me {'],
    ['no token and a question about the schema', () => ({}), '{ __schema { types { name } } }'],
  ])('answers %s with 401 and nothing about the schema', async (_, headers, query) => {
    const answer = await world.post(JSON.stringify({ query }), headers());

    expect([answer.status, codes(answer)]).toEqual([401, ['UNAUTHENTICATED']]);
    expect(answer.body.data ?? null).toBeNull();
    expect(answer.text).not.toMatch(/mee|Query|Syntax|introspection/);
  });

  it('refuses two Authorization headers, since two readers could take different ones', async () => {
    const body = '{"query":"{ me { id } }"}';
    const heard = await new Promise<string>((resolve) => {
      const socket = connect(world.port, '127.0.0.1');
      let text = '';
      socket.on('data', (data) => { text += data.toString('utf8'); });
      socket.on('close', () => resolve(text));
      const token = world.tokenOf(analyst);
      socket.write(['POST /graphql HTTP/1.1', 'Host: gateway', 'Connection: close', 'Content-Type: application/json', `Content-Length: ${body.length}`,
        `Authorization: Bearer ${token}`, `Authorization: Bearer ${token}`, '', body].join('\r\n'));
    });

    expect(heard).toMatch(/^HTTP\/1\.1 400 /);
    expect(heard).toContain('auth.two_credentials');
  });

  it.each<[string, string, Record<string, string>, string | undefined, number]>([
    ['GET of a query', 'GET', {}, undefined, 405],
    ['HEAD', 'HEAD', {}, undefined, 405],
    ['PUT', 'PUT', { 'content-type': 'application/json' }, '{}', 405],
    ['OPTIONS, as other origins ask', 'OPTIONS', {}, undefined, 405],
    ['a form', 'POST', { 'content-type': 'application/x-www-form-urlencoded' }, 'query={me{id}}', 415],
    ['a form of parts', 'POST', { 'content-type': 'multipart/form-data; boundary=x' }, '--x--', 415],
    ['plain text', 'POST', { 'content-type': 'text/plain' }, '{"query":"{ me { id } }"}', 415],
    ['a bare document', 'POST', { 'content-type': 'application/graphql' }, '{ me { id } }', 415],
    ['two types', 'POST', { 'content-type': 'application/json, text/plain' }, '{"query":"{ me { id } }"}', 415],
    ['another character set', 'POST', { 'content-type': 'application/json; charset=utf-7' }, '{"query":"{ me { id } }"}', 415],
    ['more than a document may weigh', 'POST', { 'content-type': 'application/json' }, JSON.stringify({ query: '{ me { id } }', variables: { text: 'x'.repeat(300_000) } }), 413],
  ])('answers %s before anything is read', async (_, method, headers, body, status) => {
    const response = await fetch(`${world.url}?query=${encodeURIComponent('{ me { id } }')}`, { method, headers: { ...headersOf(), ...headers }, body });

    expect(response.status).toBe(status);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    await response.arrayBuffer();
  });

  it('wants to know the length before it reads', async () => {
    const stream = new ReadableStream<Uint8Array>({ start: (to) => { to.enqueue(Buffer.from('{"query":"{ me { id } }"}')); to.close(); } });
    const response = await fetch(world.url, { method: 'POST', headers: { ...headersOf(), 'content-type': 'application/json' }, body: stream, duplex: 'half' } as RequestInit);

    expect(response.status).toBe(411);
    await response.arrayBuffer();
  });

  it.each([
    ['a batch of ten', JSON.stringify(Array.from({ length: 10 }, () => ({ query: '{ me { id } }' })))],
    ['an empty batch', '[]'], ['null', 'null'], ['a number', '1'], ['text', '"{ me { id } }"'], ['no JSON', '{"query":'], ['no document', '{}'],
    ['an empty document', '{"query":"  "}'], ['a document that is a number', '{"query":7}'], ['variables that are a list', '{"query":"{ me { id } }","variables":[1]}'],
    ['a word of somebody else’s protocol', '{"query":"{ me { id } }","batch":true}'],
  ])('refuses %s', async (_, body) => {
    const answer = await world.post(body, headersOf());

    expect(answer.status).toBe(400);
    expect(answer.body.data ?? null).toBeNull();
    expect(codes(answer)).not.toContain('INTERNAL');
  });
});

/** Rows of the scanners' catalogue (reliability specification, section 9, D). */
const NESTED = '{ sources { nodes { tenant { sites { contacts { tenant { id } } } } } } }';
const fragments = (depth: number): string => `{ sources { ...f0 } } ${many(depth, (at) => `fragment f${at} on SourceConnection { nodes { ...f${at + 1} } }`)} fragment f${depth} on Source { id }`;

describe('a document that asks for too much', () => {
  it.each([
    ['101 aliases (D1)', `{ ${many(101, (at) => `a${at}: me { id }`)} }`],
    ['11 aliases of one mutation (D1)', `mutation { ${many(11, (at) => `a${at}: ping(text: "x")`)} }`],
    ['a field 500 times (D2)', `{ me { ${many(500, () => 'id')} } }`],
    ['a field 50,000 times (D2)', `{ me { ${many(50_000, () => 'id')} } }`],
    ['ten directives (D3)', `{ me { ${many(10, () => 'id @skip(if: false)')} } }`],
    ['directives in a cascade (D3)', `{ me ${many(5, () => '@include(if: true)')} { id } }`],
    ['10,000 directives (D3)', `{ me { id ${many(10_000, () => '@a')} } }`],
    ['depth seven (D4)', NESTED],
    ['depth by fragments (D4)', fragments(6)],
    ['fragments in a circle (D4)', 'query { sources { ...a } } fragment a on SourceConnection { nodes { ...b } } fragment b on Source { tenant { ...a } }'],
    ['10,000 unused operations (D17)', many(10_000, (at) => `query q${at} { me { id } }`)],
    ['many unused fragments', `{ me { id } } ${many(100, (at) => `fragment f${at} on Me { id }`)}`],
  ])('is refused without a resolver and without a number to tune against: %s', async (_, query) => {
    const answer = await world.ask(analyst, query);

    expect(answer.status).toBe(400);
    expect(slugs(answer)).toContain('document.too_complex');
    expect(answer.text).not.toMatch(/\b(400|10|6|4) (tokens|aliases|levels|directives)|more tha[nt] \d/);
    expect(world.calls.filter(({ operation }) => operation !== 'tenants.assertGrants')).toEqual([]);
  });

  it('may use all that is allowed', async () => {
    const answer = await world.ask(analyst, `{ ${many(10, (at) => `a${at}: me { id }`)} me { id @skip(if: false) name @include(if: true) audience @skip(if: false) grants @skip(if: false) { roles } } }`);

    expect([answer.status, answer.body.errors]).toEqual([200, undefined]);
  });

  it('may not have more tokens than the limit, whatever stands before them in the cache', async () => {
    const under = `{ me { ${many(390, () => 'id')} } }`;
    const over = `{ me { ${many(400, () => 'id')} } }`;

    expect((await world.ask(analyst, under)).status).toBe(200);
    for (let again = 0; again < 2; again += 1) expect(slugs(await world.ask(analyst, over))).toEqual(['document.too_complex']);
  });
});

describe('a document of a curious stranger', () => {
  it.each([
    ['the whole schema (D9)', '{ __schema { types { name fields { name } } } }'],
    ['one type (D9)', '{ __type(name: "Case") { fields { name } } }'],
    ['under another name (D9)', '{ a: __schema { queryType { name } } }'],
    ['in a fragment (D9)', '{ ...f } fragment f on Query { __schema { queryType { name } } }'],
    ['behind a fragment named like it (D4)', '{ ...__schema } fragment __schema on Query { __schema { queryType { name } } }'],
  ])('learns nothing of %s', async (_, query) => {
    const answer = await world.ask(analyst, query);

    expect([answer.status, answer.body.data ?? null]).toEqual([400, null]);
    expect(answer.text).not.toContain('"fields"');
  });

  it.each<[string, string, Record<string, unknown>]>([
    ['a misspelled field (D10)', '{ mee { id } }', {}],
    ['a misspelled field inside', '{ me { idd grant { role } } }', {}],
    ['a misspelled argument', '{ sources(tenant: "x") { nodes { id } } }', {}],
    ['a misspelled enum value (D10)', 'mutation { setRule(input: { tenantId: "x", ruleId: "y", enable: true, reason: "abc" }) { rule { id } } }', {}],
    ['a misspelled input field in a variable (D10)', 'mutation($i: SetRuleInput!) { setRule(input: $i) { rule { id } } }', { i: { tenantId: 'x', ruleId: 'y', enable: true, reason: 'abc' } }],
    ['a misspelled type', 'query($i: SetRuleInpt) { me { id } }', {}],
    ['a misspelled fragment', '{ me { ...on Mee { id } } }', {}],
  ])('gets no suggestion for %s', async (_, query, variables) => {
    const answer = await world.ask(analyst, query, variables);

    expect(answer.status).toBe(400);
    expect(answer.text).not.toMatch(/did you mean/i);
    expect(codes(answer)).toEqual(codes(answer).map(() => 'BAD_USER_INPUT'));
  });

  it.each<[string, string, Record<string, unknown>, Record<string, unknown>]>([
    ['a name of no operation (D17)', 'query a { me { id } } query b { me { name } }', {}, { operationName: 'c' }],
    ['two operations without a name (D17)', '{ me { id } } { me { name } }', {}, {}],
    ['two operations and no choice (D17)', 'query a { me { id } } query b { me { name } }', {}, {}],
    ['a list for a text (D18)', 'mutation($t: String!) { ping(text: $t) }', { t: ['x'] }, {}],
    ['a missing variable (D18)', 'mutation($t: String!) { ping(text: $t) }', {}, {}],
    ['an object with a prototype (D18)', 'mutation($i: SetRuleInput!) { setRule(input: $i) { rule { id } } }', JSON.parse('{"i":{"__proto__":{"enabled":true},"tenantId":"x"}}') as Record<string, unknown>, {}],
    ['a document that cannot be read', '{ me { id }', {}, {}],
    ['deferred parts (D21)', '{ me { id ... @defer { name } } }', {}, {}],
  ])('is refused for %s', async (_, query, variables, more) => {
    const answer = await world.ask(analyst, query, variables, more);

    expect(answer.status).toBe(400);
    expect(codes(answer)).not.toContain('INTERNAL');
    expect(answer.body.data ?? null).toBeNull();
  });

  it('is refused for variables nested 5,000 deep (D18), and lives on', async () => {
    const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
    const answer = await world.post(`{"query":"mutation($t: String!) { ping(text: $t) }","variables":{"t":${deep}}}`, headersOf());

    expect(answer.status).toBe(400);
    expect((await world.ask(analyst, '{ me { id } }')).status).toBe(200);
  });

  it.each<[string, string, Record<string, unknown>, boolean]>([
    ['in the document', '{ sources(first: 99999) { nodes { id } } }', {}, true],
    ['in a variable', 'query($f: Int) { sources(first: $f) { nodes { id } } }', { f: 99_999 }, true],
    ['in a default', 'query($f: Int = 99999) { sources(first: $f) { nodes { id } } }', {}, true],
    ['below one', 'query($f: Int) { sources(first: $f) { nodes { id } } }', { f: -1 }, true],
    ['null', 'query($f: Int) { sources(first: $f) { nodes { id } } }', { f: null }, true],
    ['a fraction', 'query($f: Int) { sources(first: $f) { nodes { id } } }', { f: 1.5 }, true],
    ['beyond 32 bits', 'query($f: Int) { sources(first: $f) { nodes { id } } }', { f: 2_147_483_648 }, true],
    ['a hundred, which is allowed', 'query($f: Int) { sources(first: $f) { nodes { id } } }', { f: 100 }, false],
  ])('gets no page larger than it may, asked for %s (D5)', async (_, query, variables, isRefused) => {
    const answer = await world.ask(analyst, query, variables);

    expect(codes(answer)).toEqual(isRefused ? ['BAD_USER_INPUT'] : []);
    expect(world.calls.filter(({ operation }) => operation === 'sources.list' || operation === 'tenants.sources')).toHaveLength(isRefused ? 0 : 1);
  });
});

describe('an answer of the gateway', () => {
  it('hides what went wrong on our side and names what people can mend', async () => {
    world.behaviour = (name) => {
      if (name === 'health') throw new RangeError('password=hunter2 at /srv/yagura');
      if (name === 'balance') throw new NotFound('tenant');
      throw new Unavailable('The lake does not answer.', { slug: 'lake.unavailable', retryAfterSec: 5, cause: new Error('10.0.0.7 refused') });
    };
    const asked = ['sourceHealth { name }', 'ingestionBalance(since: "2026-01-01T00:00:00Z", until: "2026-01-02T00:00:00Z") { stored }', 'storedTelemetry { records }'];
    const answers = await Promise.all(asked.map((field) => world.ask(analyst, `{ ${field} }`)));

    expect(answers.map(({ text }) => text).join()).not.toMatch(/hunter2|srv|10\.0\.0\.7|RangeError|stack/);
    expect(answers.map(({ status, body }) => [status, body.errors?.map(({ extensions }) => extensions)])).toEqual([
      [200, [{ code: 'INTERNAL' }]], [200, [{ code: 'NOT_FOUND', slug: 'tenant.not_found' }]], [200, [{ code: 'UNAVAILABLE', slug: 'lake.unavailable', retryAfterSec: 5 }]],
    ]);
  });

  it('says no before any service is asked when nobody granted the permission', async () => {
    const viewer = world.person('customer_viewer');
    const answer = await world.ask(viewer, 'mutation { setRule(input: { tenantId: "x", ruleId: "y", enabled: true, reason: "because" }) { rule { id } } }');

    expect(codes(answer)).toEqual(['FORBIDDEN']);
    expect(world.calls).toEqual([]);
  });

  it('does not tell another tenant from one that never was', async () => {
    const stranger = world.person('analyst');
    const [foreign, none] = await Promise.all([stranger.grants[0].tenantId, '0199a1b2-0000-7000-8000-000000000001'].map((tenantId) =>
      world.ask(analyst, 'query($t: ID!) { rules(tenantId: $t) { contentVersion } }', { t: tenantId })));

    expect(codes(foreign)).toEqual(['NOT_FOUND']);
    expect(foreign.text).toBe(none.text);
    expect(world.calls).toEqual([]);
  });
});

describe('a gateway that takes registered documents only', () => {
  const DOCUMENT = 'query Me { me { id } }';
  const hash = createHash('sha256').update(DOCUMENT).digest('hex');
  const asHash = (sha256Hash: string): Record<string, unknown> => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } });
  let closed: GatewayWorld;
  let person: Person;
  beforeAll(async () => {
    closed = await new GatewayWorld(database).start([], { anyDocument: false, documents: [DOCUMENT] });
    person = closed.person('analyst');
  });
  afterAll(() => closed.stop());

  const send = (body: Record<string, unknown>): Promise<Answer> => closed.post(JSON.stringify(body), { authorization: `Bearer ${closed.tokenOf(person)}` });

  it.each<[string, Record<string, unknown>]>([
    ['its text', { query: DOCUMENT }], ['its hash', asHash(hash)], ['its text and its hash', { query: DOCUMENT, ...asHash(hash) }],
  ])('answers one that the build registered, by %s', async (_, body) => {
    expect((await send(body)).body).toEqual({ data: { me: { id: person.userId } } });
  });

  it.each<[string, Record<string, unknown>]>([
    ['another text', { query: 'query Me { me { name } }' }],
    ['the same text with a space more', { query: `${DOCUMENT} ` }],
    ['an unknown hash (D11)', asHash('0'.repeat(64))],
    ['a hash in capitals', asHash(hash.toUpperCase())],
    ['a known hash with another text (D11)', { query: 'query Me { me { name } }', ...asHash(hash) }],
    ['a registration (D11)', { query: '{ me { name } }', ...asHash(createHash('sha256').update('{ me { name } }').digest('hex')) }],
    ['a hash that is an object', asHash({} as string)],
    ['a hash that every object has', asHash('constructor')],
  ])('refuses %s, also when it comes again', async (_, body) => {
    for (let tries = 0; tries < 2; tries += 1) {
      const answer = await send(body);
      expect([answer.status, slugs(answer)]).toEqual([400, ['document.unregistered']]);
    }
  });

  it('keeps nothing of a refused registration', async () => {
    const text = '{ me { audience } }';
    const own = createHash('sha256').update(text).digest('hex');
    await send({ query: text, ...asHash(own) });

    expect(slugs(await send(asHash(own)))).toEqual(['document.unregistered']);
  });
});

describe('a gateway that takes any document', () => {
  it('still takes a hash for what it is: unknown', async () => {
    const answer = await world.ask(analyst, '{ me { id } }', {}, { extensions: { persistedQuery: { version: 1, sha256Hash: '0'.repeat(64) } } });

    expect([answer.status, slugs(answer)]).toEqual([400, ['document.unregistered']]);
  });
});
