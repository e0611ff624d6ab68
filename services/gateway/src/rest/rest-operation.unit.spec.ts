import { buildSchema } from 'graphql';
import { restDocumentsOf } from './rest-document';
import { restOperation, type RestOperation } from './rest-operation';
import { RestRoutes } from './rest-routes';

const schema = buildSchema(`
  scalar DateTime
  enum Colour { RED GREEN }
  type Query { things("How many." first: Int = 20, after: String, colour: Colour = RED, since: DateTime): Things!  thing(id: ID!): Thing!  all: [Thing!]!  file(id: ID!): File! }
  type Mutation { paint(input: PaintInput!): Paint! }
  input PaintInput { id: ID!, "Which one." colour: Colour! }
  type Paint { thing: Thing! }
  type Things { nodes: [Thing!]! pageInfo: PageInfo! }
  type PageInfo { endCursor: String }
  type Thing { id: ID! colour: Colour parts(first: Int = 50, after: String): Things! }
  type File { contentType: String! bytes: String! sha256: String! }
`);
const made = (text: string): RestOperation[] => restDocumentsOf(text).map((document) => restOperation(schema, document));
const rest = (path: string, method = 'GET', more = ''): string => `@rest(method: ${method}, path: "${path}", summary: "s"${more})`;

describe('an operation of the partner surface', () => {
  it('takes its parameters from the variables, and what they mean from the arguments that they fill', () => {
    const [{ parameters, text, form }] = made(`query listThings($colour: Colour, $first: Int = 5, $since: DateTime) ${rest('/v1/things')} {
      things(colour: $colour, first: $first, since: $since) { nodes { ...T } pageInfo { endCursor } } } fragment T on Thing { id }`);

    expect(parameters.map(({ name, place, required, fallback, description }) => ({ name, place, required, fallback, description }))).toEqual([
      { name: 'colour', place: 'query', required: false, fallback: 'RED', description: undefined },
      { name: 'first', place: 'query', required: false, fallback: 5, description: 'How many.' },
      { name: 'since', place: 'query', required: false, fallback: undefined, description: undefined },
    ]);
    expect([form, text.includes('@rest'), text.includes('fragment T on Thing')]).toEqual(['page', false, true]);
  });

  it('puts what a change needs into its path and its body', () => {
    const [{ parameters, wrappers, form }] = made(`mutation paintThing($id: ID!, $colour: Colour!) ${rest('/v1/things/{id}/paint', 'POST')} {
      paint(input: { id: $id, colour: $colour }) { thing { id colour } } }`);

    expect(parameters.map(({ name, place, description }) => [name, place, description])).toEqual([['id', 'path', 'Its id.'], ['colour', 'body', 'Which one.']]);
    expect([wrappers, form]).toEqual([['paint', 'thing'], 'one']);
  });

  it.each<[string, string, string[], string]>([
    ['a page inside a thing', `query a($id: ID!) ${rest('/v1/a/{id}')} { thing(id: $id) { parts { nodes { id } pageInfo { endCursor } } } }`, ['thing', 'parts'], 'page'],
    ['a list', `query a ${rest('/v1/a')} { all { id } }`, ['all'], 'list'],
    ['one thing of one member', `query a($id: ID!) ${rest('/v1/a/{id}')} { thing(id: $id) { id } }`, ['thing'], 'one'],
    ['a file', `query a($id: ID!) ${rest('/v1/a/{id}', 'GET', ', file: ["text/plain"]')} { file(id: $id) { contentType content: bytes sha256 } }`, ['file'], 'file'],
  ])('answers with %s', (_, text, wrappers, form) => {
    const [operation] = made(text);

    expect([operation.wrappers, operation.form]).toEqual([wrappers, form]);
  });

  it.each<[string, string]>([
    ['no @rest', 'query a { all { id } }'],
    ['no name', `query ${rest('/v1/a')} { all { id } }`],
    ['a path outside /v1', `query a ${rest('/a')} { all { id } }`],
    ['a path that ends in a slash', `query a ${rest('/v1/a/')} { all { id } }`],
    ['an unknown method', `query a ${rest('/v1/a', 'PATCH')} { all { id } }`],
    ['an unknown member of @rest', `query a ${rest('/v1/a', 'GET', ', public: true')} { all { id } }`],
    ['a query that is posted', `query a ${rest('/v1/a', 'POST')} { all { id } }`],
    ['a change by GET', `mutation a($id: ID!, $colour: Colour!) ${rest('/v1/a/{id}')} { paint(input: { id: $id, colour: $colour }) { thing { id } } }`],
    ['a path with no variable', `query a ${rest('/v1/a/{id}')} { all { id } }`],
    ['a path with a variable that may be missing', `query a($id: ID! = "x") ${rest('/v1/a/{id}')} { thing(id: $id) { id } }`],
    ['two questions', `query a($id: ID!) ${rest('/v1/a/{id}')} { all { id } thing(id: $id) { id } }`],
    ['a field that is not there', `query a ${rest('/v1/a')} { all { size } }`],
    ['a fragment that is not there', `query a ${rest('/v1/a')} { all { ...Gone } }`],
    ['a variable that is an object', `mutation a($input: PaintInput!) ${rest('/v1/a', 'POST')} { paint(input: $input) { thing { id } } }`],
    ['a file without its hash', `query a($id: ID!) ${rest('/v1/a/{id}', 'GET', ', file: ["text/plain"]')} { file(id: $id) { contentType content: bytes } }`],
    ['more levels than a document may have', `query a($id: ID!) ${rest('/v1/a/{id}')} { thing(id: $id) { parts { nodes { parts { nodes { parts { nodes { id } } } } } } } }`],
    ['one name twice', `query a ${rest('/v1/a')} { all { id } } query a ${rest('/v1/b')} { all { id } }`],
  ])('is not made of a document with %s', (_, text) => {
    expect(() => made(text)).toThrow(expect.objectContaining({ slug: 'rest.document_invalid' }));
  });
});

describe('paths', () => {
  const operations = made(`query one($id: ID!) ${rest('/v1/a/{id}')} { thing(id: $id) { id } } query fixed ${rest('/v1/a/all')} { all { id } }
    mutation paint($id: ID!, $colour: Colour!) ${rest('/v1/a/{id}', 'POST')} { paint(input: { id: $id, colour: $colour }) { thing { id } } }`);
  const routes = new RestRoutes(operations);

  it('lead to the operation of their method, a fixed word before a parameter', () => {
    expect([...routes.find('/v1/a/all')?.byMethod.keys() ?? []]).toEqual(['GET']);
    expect(routes.find('/v1/a/all')?.byMethod.get('GET')?.name).toBe('fixed');
    expect([...routes.find('/v1/a/x%20y')?.texts ?? []]).toEqual([['id', 'x y']]);
    expect(routes.find('/v1/a/x')?.byMethod.get('POST')?.name).toBe('paint');
  });

  it.each(['/v1/a', '/v1/a/', '/v1/a/x/', '/v1//x', '/v1/A/x', 'v1/a/x', ''])('%s leads nowhere', (path) => {
    expect(routes.find(path)).toBeUndefined();
  });

  it('keep a text that is no percent-encoding for the check of its parameter', () => {
    expect([...routes.find('/v1/a/%zz')?.texts ?? []]).toEqual([['id', '%zz']]);
  });

  it('belong to one operation per method', () => {
    expect(() => new RestRoutes([...operations, ...operations])).toThrow(expect.objectContaining({ slug: 'rest.document_invalid' }));
  });
});
