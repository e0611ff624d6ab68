import type { Client } from '@urql/core';
import { refusalOf, type Refusal } from '../../shared/api/refusal';
import { QueueReleaseDocument, QueueTakeDocument } from '../gen/graphql';
import type { QueueRow, QueueStore } from './queue-store';

/** A case that was taken: `wasFree` when nobody worked on it before, so that giving it back restores what was. */
export interface Taken { readonly row: QueueRow; readonly version: number; readonly wasFree: boolean }

/** Takes a case at the version that the list shows now. */
export async function take(client: Client, store: QueueStore, { id, version, assignee, ...shown }: QueueRow): Promise<{ readonly done: Taken } | { readonly refused: Refusal }> {
  const row = store.row(id) ?? { id, version, assignee, ...shown };
  const { data, error } = await client.mutation(QueueTakeDocument, { input: { caseId: row.id, expectedVersion: row.version } }).toPromise();
  if (error !== undefined) return { refused: refusalOf(error) };
  if (data === undefined) return { refused: { code: 'NETWORK', slug: 'network', message: '', errorId: undefined } };
  const taken = data.takeCase.case;
  store.change(taken.id, taken);
  return { done: { row, version: taken.version, wasFree: row.assignee === null } };
}

/** Gives a case back that was taken a moment ago, unless it changed since. */
export async function giveBack(client: Client, store: QueueStore, { row, version }: Taken): Promise<{ readonly done: true } | { readonly refused: Refusal }> {
  const { data, error } = await client.mutation(QueueReleaseDocument, { input: { caseId: row.id, expectedVersion: version } }).toPromise();
  if (error !== undefined) return { refused: refusalOf(error) };
  if (data !== undefined) store.change(row.id, data.releaseCase.case);
  return { done: true };
}

/** Refusals that people meet here, in words of ours; any other is told in the API's. */
const KNOWN: Readonly<Record<string, string | undefined>> = {
  'case.version_conflict': 'queue.refused.changed', 'case.already_closed': 'queue.refused.closed', 'case.closed': 'queue.refused.closed', 'case.not_yours': 'queue.refused.notYours', network: 'queue.refused.network',
};

/** Name of the sentence for a refusal; undefined when its own message has to do. */
export const refusalWords = ({ code, slug }: Refusal): string | undefined =>
  KNOWN[slug] ?? (code === 'NOT_FOUND' ? 'queue.refused.notFound' : code === 'FORBIDDEN' ? 'queue.refused.forbidden' : undefined);
