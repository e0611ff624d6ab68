import type { IncomingMessage } from 'node:http';
import { addsDocument, type BulkAction } from '@yagura/telemetry';
import type { Answer, Worded } from '../answer';
import { type BulkRefused, type DoorRefusal, REFUSALS } from '../refusal';
import { answerType, isBulk, patienceOf } from './bulk-request';

/** Clients take no other server for Elasticsearch (go-elasticsearch 8 and 9 fail their first answer without it). */
const PRODUCT = { 'x-elastic-product': 'Elasticsearch' } as const;
const CHALLENGE = { 'www-authenticate': 'Basic realm="security" charset="UTF-8", Bearer realm="security", ApiKey' } as const;
/** A sender that is hung up on comes again at once, so it is held first. */
const LONGEST_HOLD_SEC = 5;

/** One text per action: names of the sender are not given back, and clients read the status only. */
const ITEMS: Readonly<Record<BulkAction, string>> = {
  index: item('index'), create: item('create'), update: item('update'), delete: item('delete'),
};

function item(action: BulkAction): string {
  const accepted = { _index: 'yagura', status: 201 };
  const [status, type, reason] = REFUSALS.action_refused.bulk;
  return JSON.stringify({ [action]: addsDocument(action) ? accepted : { _index: 'yagura', status, error: { type, reason } } });
}

/** An answer of the door in the client's own content type. */
export const bulkJson = (request: IncomingMessage, status: number, body: string, headers: Readonly<Record<string, string>> = {}): Answer =>
  ({ status, body, contentType: answerType(request), headers: { ...PRODUCT, ...headers } });

/** The plain text of `_cat`. */
export const bulkText = (body: string): Answer => ({ status: 200, body, contentType: 'text/plain; charset=UTF-8', headers: PRODUCT });

/** One item per action, in order. Its first bytes stand as Elasticsearch writes them: Fluent Bit looks for them as text. */
export function bulkItems(actions: readonly BulkAction[], tookMs: number): string {
  const hasErrors = actions.some((action) => !addsDocument(action));
  return `{"took":${tookMs},"errors":${String(hasErrors)},"items":[${actions.map((action) => ITEMS[action]).join(',')}]}`;
}

/** A refusal as Elasticsearch says it, and overload as the client at hand repeats after. */
export function bulkRefusal(request: IncomingMessage, { refused, facts }: Pick<DoorRefusal<BulkRefused>, 'refused' | 'facts'>, extra: Readonly<Record<string, string>> = {}): Worded {
  const [code, type, said] = REFUSALS[refused].bulk;
  const reason = facts.at === undefined ? said : `${said} [${facts.at}]`;
  const status = code === 429 && patienceOf(request) === 'status_503' ? 503 : code;
  const wait = facts.retryAfterSec ?? 1;
  const headers = { ...extra, ...(code === 401 ? CHALLENGE : {}), ...(code === 429 ? { 'retry-after': String(wait) } : {}) };
  const body = JSON.stringify({ error: { root_cause: [{ type, reason }], type, reason }, status });
  const answer = bulkJson(request, status, body, headers);
  const isHungUp = code === 429 && patienceOf(request) === 'hang_up' && isBulk(pathOf(request));
  return { code, answer: isHungUp ? { ...answer, hangUpAfterMs: Math.min(wait, LONGEST_HOLD_SEC) * 1_000 } : answer };
}

const pathOf = ({ url }: IncomingMessage): string => (url ?? '').split('?', 1)[0];
