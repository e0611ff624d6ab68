import type { AnswerForm, RestOperation } from '../rest-operation';
import { fieldsIn, objectOf } from '../selection';
import { AnswerSchemas, described, type JsonSchema } from './answer-schemas';
import { bodyObject, parameterObject, type Naming } from './parameter-schemas';
import { PROBLEM_RESPONSES, PROBLEM_SCHEMA, problemReferences } from './problem-responses';

const INFO = {
  title: 'Yagura partner API',
  version: '1',
  description: [
    'Reads and writes of the tenants that were granted to a partner. Every answer is JSON, a problem of RFC 9457, or a file.',
    'Members may be added within a version of the contract: ignore those that you do not know.',
    'Lists are read page by page: give `nextCursor` as `after`, or follow the `Link` with rel="next"; a cursor belongs to its list and filter.',
  ].join('\n\n'),
};

const NEXT = { Link: { description: 'The next page, with rel="next"; absent on the last one.', schema: { type: 'string' } } };
const DIGEST = { 'Repr-Digest': { description: 'SHA-256 of the bytes (RFC 9530).', schema: { type: 'string' } } };

/** The OpenAPI 3.1 document of the surface: paths and schemas from the same operations that answer (ADR 0012). The same operations give the same bytes. */
export function openApiDocument(operations: readonly RestOperation[]): JsonSchema {
  const schemas = new AnswerSchemas(new Map(operations.flatMap(({ document }) => [...document.fragments])));
  const name: Naming = (key, schema) => { schemas.named.set(key, schema); };
  const paths = new Map<string, Record<string, JsonSchema>>();
  for (const operation of operations) {
    const { path, method } = operation.place;
    paths.set(path, { ...paths.get(path), [method.toLowerCase()]: operationObject(operation, schemas, name) });
  }
  return {
    openapi: '3.1.1',
    info: INFO,
    servers: [{ url: '/', description: 'The installation that serves this document.' }],
    security: [{ accessToken: [] }],
    tags: [...new Set(operations.map(tagOf))].sort().map((tag) => ({ name: tag })),
    paths: sorted(paths),
    components: {
      schemas: sorted(schemas.named.set('Problem', PROBLEM_SCHEMA)),
      responses: PROBLEM_RESPONSES,
      securitySchemes: { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'An access token of the installation’s identity provider, from client credentials.' } },
    },
  };
}

const IDEMPOTENCY_KEY: JsonSchema = {
  name: 'Idempotency-Key', in: 'header', required: true,
  description: 'Made by the client, new for each change and the same for its repeats: a repeat is answered with the first answer and has no effect. Kept for a day.',
  schema: { type: 'string', minLength: 16, maxLength: 200 },
};

const tagOf = ({ place }: RestOperation): string => place.path.split('/')[2];
const sorted = (entries: ReadonlyMap<string, unknown>): JsonSchema => Object.fromEntries([...entries].sort(([one], [other]) => (one < other ? -1 : 1)));

function operationObject(operation: RestOperation, schemas: AnswerSchemas, name: Naming): JsonSchema {
  const { place, parameters } = operation;
  const inHead = parameters.filter((parameter) => parameter.place !== 'body');
  const inBody = parameters.filter((parameter) => parameter.place === 'body');
  return {
    operationId: operation.name, tags: [tagOf(operation)], summary: place.summary, ...described(operation.description),
    ...(inHead.length === 0 && place.method === 'GET' ? {} : { parameters: [...inHead.map((parameter) => parameterObject(parameter, name)), ...(place.method === 'POST' ? [IDEMPOTENCY_KEY] : [])] }),
    ...(place.method === 'POST' ? { requestBody: bodyObject(inBody, name) } : {}),
    responses: { 200: answerObject(operation, schemas), ...problemReferences(place.method) },
  };
}

const object = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({ type: 'object', required: Object.keys(properties), properties });
const asJson = (schema: JsonSchema): JsonSchema => ({ 'application/json': { schema } });

function answerObject(operation: RestOperation, schemas: AnswerSchemas): JsonSchema {
  const { answer } = operation;
  const forms: Readonly<Record<AnswerForm, () => JsonSchema>> = {
    one: () => ({ description: 'What was asked for.', content: asJson(schemas.of(answer.type, answer.selection)) }),
    list: () => ({ description: 'All of them.', content: asJson(object({ items: schemas.of(answer.type, answer.selection) })) }),
    page: () => ({ description: 'A page of them.', headers: NEXT, content: asJson(object({ items: itemsOf(operation, schemas), nextCursor: NEXT_CURSOR })) }),
    file: () => ({ description: 'The bytes.', headers: DIGEST, content: Object.fromEntries((operation.place.file ?? []).map((type) => [type, {}])) }),
  };
  return forms[operation.form]();
}

const NEXT_CURSOR: JsonSchema = { type: ['string', 'null'], description: 'Give it as `after` to read the next page; null when there is none.' };

function itemsOf({ answer, document }: RestOperation, schemas: AnswerSchemas): JsonSchema {
  const connection = objectOf(answer.type);
  const nodes = connection && answer.selection ? fieldsIn(connection, answer.selection, document.fragments).find(({ key }) => key === 'nodes') : undefined;
  return nodes === undefined ? {} : schemas.of(nodes.type, nodes.selection);
}
