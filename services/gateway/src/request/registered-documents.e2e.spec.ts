import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientCredentials, issuerOf } from '@yagura/auth';
import { startYagura, type RunningYagura } from '@yagura/testing';
import { buildSchema, parse, specifiedRules, validate } from 'graphql';
import { documentLimitsRule } from './document-limits';
import { schemaFiles } from './graphql-options';
import { documentHash } from './registered-documents';

const DOCUMENTS = join(__dirname, '..', '..', '..', '..', 'libs', 'cli', 'src', 'api', 'documents');
/** As the command line sends and registers them: on one line. */
const texts = readdirSync(DOCUMENTS).sort().map((file) => [file, readFileSync(join(DOCUMENTS, file), 'utf8').replace(/\s+/g, ' ').trim()] as const);
const ME = new Map(texts).get('me.graphql') ?? '';
/** Says the same as a registered document and is not that one, byte for byte. */
const STRANGE = '{ me { id } }';
const SPREAD = 'query Spread { cases { nodes { tenant { ...T } } } } fragment T on TenantRef { id slug } ';
const WIDE = `{ ${Array.from({ length: 40 }, (_, index) => `a${index}: me { id }`).join(' ')} }`;

interface Reply { readonly status: number; readonly data: unknown; readonly slug: string | undefined }

async function openApi(args: readonly string[]): Promise<{ yagura: RunningYagura; send: (body: Readonly<Record<string, unknown>>) => Promise<Reply> }> {
  const yagura = await startYagura(args);
  const clientSecret = readFileSync(join(yagura.dataDir, 'identity', 'yagura-cli.secret'), 'utf8').trim();
  const { accessToken } = await clientCredentials({ issuer: issuerOf(yagura.identityUrl, 'yagura-staff'), clientId: 'yagura-cli', clientSecret });
  const send = async (body: Readonly<Record<string, unknown>>): Promise<Reply> => {
    const headers = { 'content-type': 'application/json', accept: 'application/json', authorization: `Bearer ${accessToken}` };
    const response = await fetch(yagura.graphqlUrl, { method: 'POST', headers, body: JSON.stringify(body) });
    const { data, errors } = await response.json() as { data?: unknown; errors?: { extensions?: { slug?: string; code?: string } }[] };
    return { status: response.status, data, slug: errors?.[0]?.extensions?.slug ?? errors?.[0]?.extensions?.code };
  };
  return { yagura, send };
}

const byHash = (text: string): Readonly<Record<string, unknown>> => ({ persistedQuery: { version: 1, sha256Hash: documentHash(text) } });

describe('the documents of the command line', () => {
  const schema = buildSchema(schemaFiles().map((file) => readFileSync(file, 'utf8')).join('\n'));

  it.each(texts)('%s is valid for the schema and within the limits of every document', (_, text) => {
    expect(validate(schema, parse(text, { maxTokens: 400 }), [...specifiedRules, documentLimitsRule])).toEqual([]);
  });
});

describe('an installation that takes registered documents only', () => {
  let api: Awaited<ReturnType<typeof openApi>>;
  beforeAll(async () => { api = await openApi([]); });
  afterAll(() => api.yagura.remove());

  it('takes a registered document word for word and by its hash', async () => {
    expect(await api.send({ query: ME })).toMatchObject({ status: 200, data: { me: { audience: 'STAFF' } } });
    expect(await api.send({ extensions: byHash(ME) })).toMatchObject({ status: 200, data: { me: { audience: 'STAFF' } } });
  });

  it.each([
    ['another document', { query: STRANGE }], ['a registered one with one more space', { query: `${ME} ` }], ['an unknown hash', { extensions: byHash(STRANGE) }],
    ['a document under the hash of another', { query: STRANGE, extensions: byHash(ME) }], ['a document with its own hash', { query: STRANGE, extensions: byHash(STRANGE) }],
  ])('refuses %s, however often it is sent', async (_, body) => {
    for (let time = 0; time < 2; time += 1) expect(await api.send(body)).toMatchObject({ data: undefined, slug: 'document.unregistered' });
  });
});

describe('an installation that takes any document', () => {
  let api: Awaited<ReturnType<typeof openApi>>;
  beforeAll(async () => { api = await openApi(['--any-document', 'true']); });
  afterAll(() => api.yagura.remove());

  it.each([['a document that nobody registered', STRANGE], ['one with a fragment', SPREAD]])('answers %s', async (_, query) => {
    expect(await api.send({ query })).toMatchObject({ status: 200, slug: undefined });
  });

  it('still keeps every other limit', async () => {
    expect(await api.send({ query: WIDE })).toMatchObject({ data: undefined, slug: 'document.too_complex' });
    expect(await api.send({ query: '{ __schema { types { name } } }' })).toMatchObject({ data: undefined });
    expect(await api.send({ extensions: byHash(STRANGE) })).toMatchObject({ data: undefined, slug: 'document.unregistered' });
  });
});
