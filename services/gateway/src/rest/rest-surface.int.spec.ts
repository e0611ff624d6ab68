import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { join } from 'node:path';
import createClient, { type Client } from 'openapi-fetch';
import { casesApi, caseUpdatesApi, findingsApi, ingestionApi, integrationsApi, reportingApi, slaApi } from '@yagura/contracts';
import { asId, Conflict, Forbidden, forTest, newId, PreconditionFailed, RateLimited, Unavailable } from '@yagura/kernel';
import { testDatabase, type TestDatabase } from '@yagura/testing';
import { getNamedType, isEnumType } from 'graphql';
import { GatewayWorld, type Person } from '../testing/gateway-world';
import type { paths } from '../testing/gen/partner-api';
import { playedCompany, playedServices, type PlayedCompany } from '../testing/played-companies';
import type { RestOperation, RestParameter } from './rest-operation';
import { restOperations } from './rest-surface';

interface Side { readonly person: Person; readonly company: PlayedCompany }
interface Reply { readonly status: number; readonly headers: Readonly<Record<string, string | string[] | undefined>>; readonly text: string; readonly body: Record<string, unknown> }

const operations = restOperations();
const OF_PATH: readonly (readonly [RegExp, (company: PlayedCompany) => string])[] = [
  [/^\/v1\/cases\//, ({ cases }) => cases[0].caseId], [/^\/v1\/findings\//, ({ findings }) => findings[0].findingId], [/^\/v1\/reports\//, ({ reports }) => reports[0].reportId],
  [/^\/v1\/webhook-endpoints\//, ({ endpoints }) => endpoints[0].endpointId], [/^\/v1\/webhook-deliveries\//, ({ deliveries }) => deliveries[0].deliveryId],
];
const allByName = operations.map((operation) => [operation.name, operation] as const);
const byName = allByName.filter(([, { place }]) => place.method === 'GET');
const changes = allByName.filter(([, { place }]) => place.method === 'POST');
const inPath = byName.filter(([, { parameters }]) => parameters.some(({ place }) => place === 'path'));
const ofTenant = byName.filter(([, { parameters }]) => parameters.some(({ name }) => name === 'tenantId'));
const paged = byName.filter(([, { form }]) => form === 'page');

let database: TestDatabase;
let world: GatewayWorld;
let a: Side;
let b: Side;
let both: Person;

beforeAll(async () => {
  database = await testDatabase();
  world = await new GatewayWorld(database).start([casesApi, caseUpdatesApi, findingsApi, slaApi, ingestionApi, reportingApi, integrationsApi], { anyDocument: false });
  [a, b] = ['aoba', 'botan'].map((mark) => {
    const person = world.person('operator');
    return { person, company: playedCompany(person.homeTenantId, mark) };
  });
  both = world.person('operator');
  both.grants = [...a.person.grants, ...b.person.grants].map(({ tenantId }) => ({ tenantId, roles: ['operator'] }));
});
afterAll(async () => {
  await world.stop();
  await database.drop();
});
beforeEach(() => {
  world.calls.length = 0;
  world.behaviour = playedServices([a.company, b.company]);
});

const bearer = (person: Person): { authorization: string } => ({ authorization: `Bearer ${world.tokenOf(person)}` });

/** Asks word for word: `fetch` would tidy the path and hide headers. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET', body?: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: world.port, path, method, headers: { ...headers, ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }) } }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        const isJson = text !== '' && /json/.test(response.headers['content-type'] ?? '');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, body: isJson ? JSON.parse(text) as Record<string, unknown> : {} });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** A value that a parameter takes. */
function valueOf({ type, name }: RestParameter): string {
  const named = getNamedType(type);
  if (isEnumType(named)) return named.getValues()[0].name;
  const texts: Readonly<Record<string, string>> = { DateTime: '2026-06-01T00:00:00Z', Boolean: 'true', Int: '2', ID: newId(), String: name === 'after' ? 'MQ' : 'word' };
  return texts[named.name];
}

/** Where an operation is asked: with an id in its path, and with values for what it needs beside. */
function address(operation: RestOperation, id: string, more: Readonly<Record<string, string>> = {}): string {
  const needed = operation.parameters.filter(({ place, required }) => place === 'query' && required).map((parameter) => [parameter.name, valueOf(parameter)]);
  const query = new URLSearchParams({ ...Object.fromEntries(needed) as Record<string, string>, ...more }).toString();
  return `${operation.place.path.replace(/\{\w+\}/, encodeURIComponent(id))}${query === '' ? '' : `?${query}`}`;
}
const own = (operation: RestOperation, { company }: Side, more: Readonly<Record<string, string>> = {}): string =>
  address(operation, OF_PATH.find(([path]) => path.test(operation.place.path))?.[1](company) ?? '', more);

const methodsOf = ({ place }: RestOperation): string[] => operations.filter((other) => other.place.path === place.path).map((other) => other.place.method).sort();

const headOf = ({ headers: { date: _, 'keep-alive': __, ...rest } }: Reply): unknown => rest;
const isProblem = (reply: Reply): boolean => reply.headers['content-type'] === 'application/problem+json' && reply.body['status'] === reply.status && typeof reply.body['slug'] === 'string';

describe('the surface as a whole', () => {
  it('has a value for each parameter that an operation needs', () => {
    expect(operations.flatMap(({ name, parameters }) => parameters.filter((parameter) => valueOf(parameter) === undefined).map((parameter) => `${name}.${parameter.name}`))).toEqual([]);
    expect(allByName.filter(([, { parameters }]) => parameters.some(({ place }) => place === 'path')).filter(([, { place }]) => !OF_PATH.some(([path]) => path.test(place.path))).map(([name]) => name)).toEqual([]);
  });

  it('shows its description to everybody, word for word as it is committed', async () => {
    const committed: unknown = JSON.parse(readFileSync(join(__dirname, '..', '..', '..', '..', 'docs', 'partner', 'openapi.json'), 'utf8'));
    const reply = await ask('/v1/openapi.json');

    expect([reply.status, reply.headers['content-type']]).toEqual([200, 'application/json']);
    expect(reply.body).toEqual(committed);
    expect(world.calls).toEqual([]);
  });

  it.each(['/v1', '/v1/', '/v1/case', '/v1/cases/', '/v1//cases', '/v1/Cases', '/v1/cases/../cases', '/v1/%63ases', '/v1/openapi.json/', '/v1/__schema', '/v1/cases/x/y/z', '/v1/constructor'])(
    'knows nothing of %s', async (path) => {
      const reply = await ask(path, bearer(a.person));

      expect([reply.status, reply.body['slug'], isProblem(reply)]).toEqual([404, 'path.not_found', true]);
      expect(reply.text).not.toContain(path.slice(4) || 'v1');
      expect(world.calls).toEqual([]);
    });
});

describe.each(byName)('%s', (_, operation) => {
  it('answers its own people with what its schema describes', async () => {
    const reply = await ask(own(operation, a), bearer(a.person));

    expect([reply.status, reply.text.includes(b.company.mark)]).toEqual([200, false]);
    if (operation.form !== 'file') expect(faultsOf(operation, reply.body)).toEqual([]);
    if (operation.form !== 'file') expect([a.company.mark, a.person.homeTenantId].some((word) => reply.text.includes(word))).toBe(true);
  });

  it.each<[string, (token: string) => Record<string, string>]>([
    ['no token', () => ({})], ['another scheme', () => ({ authorization: 'Basic eDp5' })], ['a token that nobody signed', () => ({ authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.e30' })],
    ['a changed token', (token) => ({ authorization: `Bearer ${token.slice(0, -6)}AAAAAA` })], ['a token in a cookie', (token) => ({ cookie: `token=${token}` })],
  ])('answers 401 to %s before it looks at a value', async (__, headers) => {
    const reply = await ask(address(operation, 'no-id', { first: 'x', unknown: 'y' }), headers(world.tokenOf(a.person)));

    expect([reply.status, isProblem(reply), reply.headers['www-authenticate']]).toEqual([401, true, 'Bearer']);
    expect(world.calls).toEqual([]);
  });

  it.each(['HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE'].filter((method) => !methodsOf(operation).includes(method)))('is not asked by %s', async (method) => {
    const reply = await ask(own(operation, a), bearer(a.person), method);

    expect([reply.status, String(reply.headers['allow']).split(', ').sort(), reply.headers['content-type']]).toEqual([405, methodsOf(operation), 'application/problem+json']);
    expect(world.calls).toEqual([]);
  });

  it('refuses a parameter that it does not know, and a body', async () => {
    const unknown = await ask(own(operation, a, { surprise: 'gotcha' }), bearer(a.person));
    const body = await ask(own(operation, a), { ...bearer(a.person), 'content-type': 'application/json' }, 'GET', '{"first":1}');

    expect([unknown.status, unknown.body['slug'], /surprise|gotcha/.test(unknown.text)]).toEqual([400, 'parameter.unknown', false]);
    expect([body.status, body.body['slug']]).toEqual([400, 'body.unexpected']);
    expect(world.calls).toEqual([]);
  });

  it('names nothing of what serves it', async () => {
    const replies = [await ask(own(operation, a), bearer(a.person)), await ask(own(operation, a)), await ask(own(operation, a, { surprise: 'x' }), bearer(a.person))];

    for (const { headers, text } of replies) {
      expect(Object.keys(headers).filter((name) => /^(server|x-powered-by|via|etag|x-request-id|set-cookie|access-control-)/.test(name))).toEqual([]);
      expect({ nosniff: headers['x-content-type-options'], cache: headers['cache-control'] }).toEqual({ nosniff: 'nosniff', cache: 'no-store' });
      expect(`${JSON.stringify(headers)}${text}`).not.toMatch(/express|yoga|nest|node\.js|graphql|did you mean/i);
    }
  });
});

const given = byName.map(([, operation]) => operation).flatMap((operation) => operation.parameters.map((parameter) => ({ operation, parameter, title: `${operation.name}.${parameter.name}` })));
const inQuery = given.filter(({ parameter }) => parameter.place === 'query');

describe('a value at fault', () => {
  const malformed = given.flatMap((row) => wrongTexts(row.parameter).map((text) => ({ ...row, text, shown: JSON.stringify(text.slice(0, 30)) })));
  it.each(malformed)('names its parameter: $title=$shown', async ({ operation, parameter, text }) => {
    const reply = await ask(parameter.place === 'path' ? address(operation, text) : own(operation, a, { [parameter.name]: text }), bearer(a.person));

    expect([reply.status, reply.body['slug'], reply.body['parameter']]).toEqual([400, 'parameter.invalid', parameter.name]);
    expect(world.calls).toEqual([]);
  });

  it.each(inQuery.filter(({ parameter }) => parameter.required))('names its parameter when it is left out: $title', async ({ operation, parameter: { name } }) => {
    const [path, query] = own(operation, a).split('?');
    const rest = new URLSearchParams(query);
    rest.delete(name);
    const reply = await ask(`${path}?${rest.toString()}`, bearer(a.person));

    expect([reply.status, reply.body['slug'], reply.body['parameter']]).toEqual([400, 'parameter.missing', name]);
  });

  it.each(inQuery.filter(({ parameter }) => parameter.schema.type !== 'array'))('names its parameter when it is given twice: $title', async ({ operation, parameter }) => {
    const { name } = parameter;
    const reply = await ask(`${own(operation, a, { [name]: valueOf(parameter) })}&${name}=${encodeURIComponent(valueOf(parameter))}`, bearer(a.person));

    expect([reply.status, reply.body['slug'], reply.body['parameter']]).toEqual([400, 'parameter.repeated', name]);
  });
});

/** Texts that mean no value of a parameter. */
function wrongTexts({ type, name }: RestParameter): string[] {
  const named = getNamedType(type);
  if (isEnumType(named)) return ['', 'high', 'NO_SUCH', 'toString', `${named.getValues()[0].name} `];
  const texts: Readonly<Record<string, readonly string[]>> = {
    ID: ['x', '1', 'null', '00000000-0000-0000-0000-00000000000', '../../etc/passwd', '0199a1b2-0000-7000-8000-000000000001\u0000', 'x'.repeat(5_000)],
    DateTime: ['', 'yesterday', '2026-02-30T00:00:00Z', '2026-06-01', '2026-06-01T00:00:00', '1780272000'],
    Int: ['', '0', '-1', '101', '99999', '1.5', '2147483648', '1e2', 'NaN', '0x10', ' 5', '１'],
    String: name === 'after' ? ['', 'x'.repeat(1_001)] : [''],
  };
  return [...texts[named.name]];
}

describe.each(inPath)('%s of somebody else', (_, operation) => {
  it('is answered like one that never was, byte for byte', async () => {
    const [foreign, none] = [await ask(own(operation, b), bearer(a.person)), await ask(address(operation, newId()), bearer(a.person))];

    expect([foreign.status, isProblem(foreign)]).toEqual([404, true]);
    expect(foreign.text).toBe(none.text);
    expect(headOf(foreign)).toEqual(headOf(none));
    expect((await ask(own(operation, b), bearer(b.person))).status).toBe(200);
  });
});

describe.each(ofTenant)('%s of a named tenant', (_, operation) => {
  it('shows that tenant alone, and another’s never', async () => {
    const mine = await ask(own(operation, a, { tenantId: a.person.homeTenantId }), bearer(both));
    const all = await ask(own(operation, a), bearer(both));
    const foreign = await ask(own(operation, a, { tenantId: b.person.homeTenantId }), bearer(a.person));
    const none = await ask(own(operation, a, { tenantId: newId() }), bearer(a.person));

    expect([mine.status, mine.text.includes(b.person.homeTenantId), all.text.includes(b.person.homeTenantId)]).toEqual([200, false, true]);
    expect(foreign.text.toLowerCase()).not.toContain(b.company.mark);
    expect([foreign.status, foreign.text]).toEqual([none.status, none.text]);
    expect(headOf(foreign)).toEqual(headOf(none));
  });
});

describe.each(paged)('pages of %s', (_, operation) => {
  it('follow one another by cursor and by link, none lost and none twice', async () => {
    const whole = (await ask(own(operation, a), bearer(a.person))).body['items'] as unknown[];
    const [seen, links] = [[] as unknown[], [] as unknown[]];
    for (let path: string | undefined = own(operation, a, { first: '1' }); path !== undefined;) {
      const { status, body, headers } = await ask(path, bearer(a.person));
      expect(status).toBe(200);
      seen.push(...(body['items'] as unknown[]));
      links.push(headers['link']);
      path = /^<(.+)>; rel="next"$/.exec(String(headers['link'] ?? ''))?.[1];
      expect(path === undefined).toBe(body['nextCursor'] === null);
    }

    expect(seen.length).toBe(whole.length);
    expect(links.filter((link) => link !== undefined)).toHaveLength(whole.length - 1);
  });

  it('refuse a cursor that is none, by its parameter’s name', async () => {
    const reply = await ask(own(operation, a, { after: Buffer.from('nothing').toString('base64url') }), bearer(a.person));

    expect([reply.status, reply.body['slug'], reply.body['parameter']]).toEqual([400, 'page.cursor_invalid', 'after']);
  });

  it('are of at most a hundred rows', async () => {
    expect((await ask(own(operation, a, { first: '100' }), bearer(a.person))).status).toBe(200);
  });
});

describe('a list of values', () => {
  it('repeats its parameter', async () => {
    const ids = a.company.cases.map(({ caseId }) => caseId);
    await ask(`/v1/sla/clocks?${ids.map((id) => `caseIds=${id}`).join('&')}`, bearer(a.person));

    expect(world.calls.map(({ input }) => (input as { caseIds?: unknown }).caseIds)).toEqual([ids]);
  });
});

describe('a failure behind the surface', () => {
  it.each<[string, Error, number, string, string | undefined]>([
    ['nothing that we meant', new RangeError('password=hunter2 at /srv/yagura'), 500, 'internal', undefined],
    ['a service that does not answer', new Unavailable('The lake does not answer.', { slug: 'lake.unavailable', retryAfterSec: 5, cause: new Error('10.0.0.7') }), 503, 'lake.unavailable', '5'],
    ['too many requests', new RateLimited('Too many requests.', { slug: 'rate.limited', retryAfterSec: 2.1 }), 429, 'rate.limited', '3'],
    ['a missing right', new Forbidden('Not allowed.', { slug: 'auth.not_allowed' }), 403, 'auth.not_allowed', undefined],
    ['a conflict', new Conflict('It changed.', { slug: 'thing.changed' }), 409, 'thing.changed', undefined],
    ['another version', new PreconditionFailed('It changed.', { slug: 'thing.version' }), 412, 'thing.version', undefined],
  ])('is told as a problem: %s', async (_, error, status, slug, retryAfter) => {
    world.behaviour = () => { throw error; };
    const reply = await ask('/v1/cases', bearer(a.person));

    expect([reply.status, reply.body['slug'], reply.headers['retry-after'], isProblem(reply)]).toEqual([status, slug, retryAfter, true]);
    expect(reply.body['type']).toBe(`urn:yagura:problem:${slug}`);
    expect(reply.text).not.toMatch(/hunter2|srv|10\.0\.0\.7|RangeError|stack/);
  });

  it('in a part of an answer is the whole answer', async () => {
    const played = playedServices([a.company]);
    world.behaviour = (name, input, ctx) => (name === 'comments' ? Promise.reject(new Unavailable('Later.', { slug: 'cases.unavailable' })) : played(name, input, ctx));
    const reply = await ask(`/v1/cases/${a.company.cases[0].caseId}/comments`, bearer(a.person));

    expect([reply.status, reply.body['slug'], reply.text.includes(a.company.mark)]).toEqual([503, 'cases.unavailable', false]);
  });

  it('is a missing right before any service is asked', async () => {
    const nobody = world.person('operator');
    nobody.grants = [];
    const reply = await ask('/v1/cases', bearer(nobody));

    expect([reply.status, isProblem(reply), world.calls]).toEqual([403, true, []]);
  });
});

const KEY = (): string => `key-${newId()}`;
/** A body with what a change needs, as the owner sends it. */
function bodyOf(operation: RestOperation, { person }: Side): Record<string, unknown> {
  const fixed: Readonly<Record<string, unknown>> = { tenantId: person.homeTenantId, url: 'https://receiver.example/hook', events: ['CASE_OPENED'] };
  return Object.fromEntries(operation.parameters.filter(({ place, name }) => place === 'body' && name in fixed).map(({ name }) => [name, fixed[name]]));
}
const change = (operation: RestOperation, side: Side, key: string, { as = side, body = bodyOf(operation, side), id }: { as?: Side; body?: unknown; id?: string } = {}): Promise<Reply> =>
  ask(id === undefined ? own(operation, side) : address(operation, id), { ...bearer(as.person), 'content-type': 'application/json', 'idempotency-key': key }, 'POST', JSON.stringify(body));

describe.each(changes)('the change %s', (_, operation) => {
  it('has one effect per key, however often and at once it is sent, and answers repeats alike', async () => {
    const key = KEY();
    const first = await change(operation, a, key);
    const again = await change(operation, a, key);
    const at = KEY();
    const together = await Promise.all([1, 2, 3].map(() => change(operation, a, at)));

    expect([first.status, faultsOf(operation, first.body)]).toEqual([200, []]);
    if (operation.place.secret === true) expect([again.status, again.body['slug']]).toEqual([409, 'idempotency.secret_shown']);
    else expect([again.status, again.text]).toEqual([200, first.text]);
    expect(together.filter(({ status }) => status !== 200).every(({ status }) => status === 409)).toBe(true);
    expect(world.calls).toHaveLength(2);
  });

  it('keeps no secret with its key', async () => {
    const { body } = await change(operation, a, KEY());
    const rows = await database.tenantDb('svc_gateway').read(forTest(asId<'tenant'>(a.person.homeTenantId)), (read) => read.sql('select answer::text from gateway.idempotency_key'));

    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(typeof body['secret'] === 'string' ? body['secret'] : 'whsec_');
  });

  it('refuses a key that meant another request, and keeps keys of two callers apart', async () => {
    const key = KEY();
    await change(operation, a, key);
    const other = await change(operation, a, key, { body: { ...bodyOf(operation, a), ...(operation.parameters.some(({ name }) => name === 'url') ? { url: 'https://other.example/' } : { tenantId: undefined }) } });
    const ofB = await change(operation, b, key);

    expect([other.status, other.body['slug']]).toEqual([409, 'idempotency.key_reused']);
    expect([ofB.status, ofB.text.includes(a.company.mark)]).toEqual([200, false]);
  });

  it('gives the key back when it was refused, and not when nobody knows whether it was done', async () => {
    const [refused, unknown] = [KEY(), KEY()];
    world.behaviour = () => { throw new Conflict('Not now.', { slug: 'thing.busy' }); };
    expect((await change(operation, a, refused)).body['slug']).toBe('thing.busy');
    world.behaviour = () => { throw new RangeError('after it was done'); };
    expect((await change(operation, a, unknown)).status).toBe(500);
    world.behaviour = playedServices([a.company, b.company]);

    expect((await change(operation, a, refused)).status).toBe(200);
    expect((await change(operation, a, unknown)).body['slug']).toBe('idempotency.outcome_unknown');
  });

  it('is refused without a key, a body, or a sign-in, before any service is asked', async () => {
    const head = { ...bearer(a.person), 'content-type': 'application/json', 'idempotency-key': KEY() };
    const { 'idempotency-key': _key, ...keyless } = head;
    const { 'content-type': _type, ...typeless } = head;
    const { authorization: _token, ...stranger } = head;
    const body = JSON.stringify(bodyOf(operation, a));
    const replies = await Promise.all([
      ask(own(operation, a), keyless, 'POST', body), ask(own(operation, a), { ...keyless, 'idempotency-key': 'short' }, 'POST', body), ask(own(operation, a), typeless, 'POST', body),
      ask(own(operation, a), { ...head, 'content-encoding': 'gzip' }, 'POST', body), ask(own(operation, a), stranger, 'POST', 'no json'), ask(own(operation, a), head, 'POST', 'no json'),
      ask(own(operation, a), head, 'POST', '[]'), ask(own(operation, a), head, 'POST', '{"__proto__":{"tenantId":"x"}}'), ask(own(operation, a), head, 'POST', JSON.stringify({ tenantId: 7 })),
      ask(own(operation, a), head, 'POST', JSON.stringify({ tenantId: 'x'.repeat(300_000) })),
    ]);

    expect(replies.map(({ status, body: told }) => [status, told['slug']])).toEqual([
      [400, 'parameter.missing'], [400, 'parameter.invalid'], [415, 'body.media_type'], [415, 'body.media_type'], [401, 'auth.credential_missing'], [400, 'body.invalid'],
      [400, 'body.invalid'], [400, 'parameter.unknown'], [400, 'parameter.invalid'], [413, 'body.too_large'],
    ]);
    expect(world.calls).toEqual([]);
  });

  it('of somebody else’s thing is answered like that of one that never was', async () => {
    if (operation.parameters.every(({ place }) => place === 'body')) {
      const [foreign, none] = [await change(operation, b, KEY(), { as: a }), await change(operation, a, KEY(), { body: { ...bodyOf(operation, a), tenantId: newId() } })];
      expect([foreign.status, foreign.text]).toEqual([404, none.text]);
    } else {
      const [foreign, none] = [await change(operation, b, KEY(), { as: a, body: {} }), await change(operation, a, KEY(), { id: newId(), body: {} })];
      expect([foreign.status, foreign.text]).toEqual([404, none.text]);
      expect(headOf(foreign)).toEqual(headOf(none));
    }
  });
});

describe('the generated client', () => {
  let client: Client<paths>;
  beforeAll(() => { client = createClient<paths>({ baseUrl: `http://127.0.0.1:${world.port}`, headers: bearer(a.person) }); });

  it('lists, pages and reads by typed calls', async () => {
    const titles: string[] = [];
    let after: string | undefined;
    do {
      const { data, error } = await client.GET('/v1/cases', { params: { query: { first: 2, status: 'IN_PROGRESS', after } } });
      if (data === undefined) throw new TypeError(error.detail);
      titles.push(...data.items.map(({ title }) => title));
      after = data.nextCursor ?? undefined;
    } while (after !== undefined);
    const { data } = await client.GET('/v1/cases/{id}', { params: { path: { id: a.company.cases[1].caseId } } });
    const findings = await client.GET('/v1/cases/{id}/findings', { params: { path: { id: a.company.cases[0].caseId }, query: { first: 100 } } });

    expect(titles).toEqual(a.company.cases.map(({ title }) => title));
    expect([data?.title, data?.tenant.slug, data?.severity]).toEqual([a.company.cases[1].title, 'aoba', 'HIGH']);
    expect(findings.data?.items.map(({ summary, verdict }) => [summary, verdict])).toEqual(a.company.findings.map(({ summary }) => [summary, 'TRUE_POSITIVE']));
  });

  it('gets a problem where it asks for what is not its own', async () => {
    const { data, error, response } = await client.GET('/v1/reports/{id}', { params: { path: { id: b.company.reports[0].reportId } } });

    expect([data, response.status, error?.slug]).toEqual([undefined, 404, 'report.not_found']);
  });

  it('downloads a report whose bytes are those of the announced hash', async () => {
    const { data, response } = await client.GET('/v1/reports/{id}/file', { params: { path: { id: a.company.reports[0].reportId }, query: { format: 'PDF' } }, parseAs: 'arrayBuffer' });
    const bytes = Buffer.from(data as ArrayBuffer);

    expect([response.headers.get('content-type'), response.headers.get('content-disposition')]).toEqual(['application/pdf', 'attachment']);
    expect(bytes.toString('utf8')).toMatch(/^%PDF/);
    expect(response.headers.get('repr-digest')).toBe(`sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`);
  });
});

interface Validating { (body: unknown): boolean; readonly errors?: readonly { readonly instancePath: string; readonly message?: string }[] | null }

/** What an answer has that the committed document does not describe, by an independent reader of JSON Schema. */
function faultsOf(operation: RestOperation, body: unknown): string[] {
  const fromValidator = createRequire(require.resolve('@seriousme/openapi-schema-validator'));
  const { Ajv2020 } = fromValidator('ajv/dist/2020.js') as { Ajv2020: new (options: object) => { addSchema(schema: object, id: string): void; compile(schema: object): Validating } };
  const { default: addFormats } = fromValidator('ajv-formats') as { default: (ajv: unknown) => void };
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema(JSON.parse(readFileSync(join(__dirname, '..', '..', '..', '..', 'docs', 'partner', 'openapi.json'), 'utf8')) as object, 'openapi');
  const pointer = `openapi#/paths/${operation.place.path.replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D')}/${operation.place.method.toLowerCase()}/responses/200/content/application~1json/schema`;
  const validate = ajv.compile({ $ref: pointer });
  return validate(body) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}
