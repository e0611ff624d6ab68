import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { asList, asRecord, textAt, valueAt } from './api-caller';
import type { Belongings, IdKind } from './casework';
import { literalOfName } from './probe';

/** One operation of the partner surface, as its committed description says. */
export interface RestOperation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly RestParameter[];
}

interface RestParameter {
  readonly name: string;
  readonly place: 'path' | 'query' | 'header' | 'body';
  readonly isRequired: boolean;
  readonly schema: unknown;
  readonly kind?: IdKind;
}

/** Which thing an id in a path names, by the first word of the path. */
const KIND_OF_PATH: Readonly<Record<string, IdKind | undefined>> = {
  cases: 'case', findings: 'finding', reports: 'report', 'webhook-endpoints': 'endpoint', 'webhook-deliveries': 'delivery',
};
const KIND_OF_NAME: Readonly<Record<string, IdKind | undefined>> = { tenantId: 'tenant', caseIds: 'case', caseId: 'case' };

/** A description's operations. Fails for an id in a path that nobody has said the kind of. */
export function restOperationsIn(file: string): RestOperation[] {
  const document: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return Object.entries(asRecord(valueAt(document, 'paths'))).flatMap(([path, methods]) => Object.entries(asRecord(methods)).map(([method, operation]) => ({
    name: textAt(operation, 'operationId'), method: method.toUpperCase(), path,
    parameters: [...asList(valueAt(operation, 'parameters')).map((parameter) => parameterOf(path, parameter)), ...bodyOf(operation)].map((parameter) => ({ ...parameter, schema: resolved(document, parameter.schema) })),
  })));
}

/** A schema, or what it refers to; also for the items of a list. */
function resolved(document: unknown, schema: unknown): unknown {
  const reference = valueAt(schema, '$ref');
  if (typeof reference === 'string') return valueAt(document, reference.slice(2).replaceAll('/', '.'));
  const items = valueAt(schema, 'items');
  return items === undefined ? schema : { ...asRecord(schema), items: resolved(document, items) };
}

function parameterOf(path: string, parameter: unknown): RestParameter {
  const [name, place] = [textAt(parameter, 'name'), textAt(parameter, 'in') as RestParameter['place']];
  const kind = place === 'path' ? KIND_OF_PATH[path.split('/')[2]] : KIND_OF_NAME[name];
  if (place === 'path' && kind === undefined) throw new Error(`Nobody says what ${name} of ${path} names`);
  return { name, place, isRequired: valueAt(parameter, 'required') === true, schema: valueAt(parameter, 'schema'), kind };
}

function bodyOf(operation: unknown): RestParameter[] {
  const schema = asRecord(asRecord(asRecord(valueAt(operation, 'requestBody'))['content'])['application/json'])['schema'];
  const required = asList(valueAt(schema, 'required'));
  return Object.entries(asRecord(valueAt(schema, 'properties'))).map(([name, of]) => ({ name, place: 'body', isRequired: required.includes(name), schema: of, kind: KIND_OF_NAME[name] }));
}

/** A question to one operation: with ids of `ids` where it takes any, with random ones where there are none. */
export interface RestQuestion {
  readonly operation: RestOperation;
  readonly path: string;
  readonly body?: string;
  readonly sentIds: readonly string[];
}

export const namesThings = ({ parameters }: RestOperation): boolean => parameters.some(({ kind }) => kind !== undefined);

/** `withOptional` also fills ids that may be left out. */
export function restQuestion(operation: RestOperation, ids: Partial<Belongings>, withOptional = true): RestQuestion {
  const sentIds: string[] = [];
  const idOf = (kind: IdKind): string => {
    const id = ids[kind] ?? randomUUID();
    sentIds.push(id);
    return id;
  };
  const given = operation.parameters.filter(({ place, isRequired, kind }) => place !== 'header' && (isRequired || (withOptional && kind !== undefined)));
  const values = given.map((parameter) => [parameter, parameter.kind === undefined ? literalOf(parameter) : idOf(parameter.kind)] as const);
  const query = values.filter(([{ place }]) => place === 'query').map(([{ name }, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&');
  const path = values.filter(([{ place }]) => place === 'path').reduce((at, [{ name }, value]) => at.replace(`{${name}}`, encodeURIComponent(String(value))), operation.path);
  const body = Object.fromEntries(values.filter(([{ place }]) => place === 'body').map(([{ name }, value]) => [name, value]));
  return { operation, path: query === '' ? path : `${path}?${query}`, ...(operation.method === 'GET' ? {} : { body: JSON.stringify(body) }), sentIds };
}

function literalOf({ name, schema }: RestParameter): unknown {
  const choices = asList(valueAt(schema, 'enum'));
  if (choices.length > 0) return choices[0];
  const ofItems = asList(valueAt(schema, 'items.enum'));
  return ofItems.length > 0 ? [ofItems[0]] : literalOfName(name);
}
