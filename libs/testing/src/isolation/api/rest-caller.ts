import { randomUUID } from 'node:crypto';
import type { ApiActor, ApiCaller } from './api-caller';
import type { RestQuestion } from './rest-operation';

export interface RestReply {
  readonly status: number;
  /** Status, headers and body without what differs from answer to answer. */
  readonly shape: string;
  readonly text: string;
}

/** Heads that tell the moment or the request and nothing of what was asked for. */
const OF_THE_MOMENT = new Set(['date', 'keep-alive', 'connection', 'x-correlation-id', 'traceparent', 'etag', 'content-length']);
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/** Asks the partner surface by plain HTTP; every byte of the answer is kept with those of the GraphQL API. */
export async function askRest(caller: ApiCaller, actor: ApiActor, { operation, path, body, sentIds }: RestQuestion): Promise<RestReply> {
  const authorization = await actor.authorization();
  const response = await fetch(new URL(path, caller.url), {
    method: operation.method, body,
    headers: {
      ...(authorization === undefined ? {} : { authorization }),
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
    },
  });
  const text = await response.text();
  const headers = [...response.headers];
  caller.heard.push({ actor: actor.name, label: `${operation.method} ${path}`, sent: `${path}\n${body ?? ''}`, wire: [`${response.status} ${response.statusText}`, ...headers.map((pair) => pair.join(': ')), text].join('\n') });
  const lasting = headers.filter(([name]) => !OF_THE_MOMENT.has(name)).map((pair) => pair.join(': ')).sort();
  const shape = [`${response.status}`, ...lasting, text].join('\n');
  return { status: response.status, text, shape: sentIds.reduce((at, id) => at.replaceAll(id, 'ID'), shape).replace(UUID, 'AN ID') };
}
