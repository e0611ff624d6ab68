import { asList, asRecord, valueAt, type ApiReply } from './api-caller';
import { getNamedType, isObjectType, type GraphQLOutputType } from 'graphql';
import type { ApiOperation } from './api-schema';

/** Headers that differ between any two answers. */
const VOLATILE = new Set(['date', 'content-length', 'etag', 'keep-alive']);

/** An answer as two that must not be told apart are compared: status, headers and text, without what was sent and without instants. */
export function shapeOf(reply: ApiReply, sentIds: readonly string[]): string {
  const body = sentIds.reduce((text, id) => text.replaceAll(id, '<id>').replaceAll(JSON.stringify(id).slice(1, -1), '<id>'), reply.text);
  const headers = Object.entries(reply.headers).filter(([name]) => !VOLATILE.has(name)).sort().map((pair) => pair.join(': '));
  return [String(reply.status), ...headers, body.replace(/\d{4}-\d{2}-\d{2}T[\d:.]+Z/g, '<instant>')].join('\n');
}

/** Fields that an answer really holds, as `Type.field`. */
export function answeredFields(operation: ApiOperation, reply: ApiReply): Set<string> {
  const seen = new Set<string>();
  collect(operation.field.type, valueAt(reply.data, operation.name), seen);
  return seen;
}

function collect(type: GraphQLOutputType, value: unknown, seen: Set<string>): void {
  const named = getNamedType(type);
  if (!isObjectType(named) || value === null || value === undefined) return;
  if (Array.isArray(value)) return asList(value).forEach((item) => collect(type, item, seen));
  for (const [name, member] of Object.entries(asRecord(value))) {
    seen.add(`${named.name}.${name}`);
    collect(named.getFields()[name].type, member, seen);
  }
}
