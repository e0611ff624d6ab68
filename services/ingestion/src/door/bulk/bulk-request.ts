import type { IncomingMessage } from 'node:http';
import { authorizationOf, basicPassword, behindColon } from '../authorization';
import { JSON_TYPE } from '../answer';
import { DoorRefusal } from '../refusal';

/** `/_bulk` and `/{index}/_bulk`. The index's name chooses nothing: the credential names the source. */
const BULK_PATH = /^\/(?:[^/_][^/]*\/)?_bulk\/?$/;
const COMPATIBLE = /application\/vnd\.elasticsearch\+(?:x-nd)?json *; *compatible-with *= *"?(\d{1,2})/i;
const TOKEN = /^ygs_/;

export const isBulk = (pathname: string): boolean => BULK_PATH.test(pathname);

/**
 * The token of a request as shippers send it: Basic with the token as password, `ApiKey` with the token behind the colon of its base64, or
 * `Bearer`. A token that stands plain behind `ApiKey` is taken too: client libraries pass on whatever they were given as encoded key.
 */
export function bulkToken(request: IncomingMessage): string {
  const { value, several } = authorizationOf(request);
  if (value === undefined) throw new DoorRefusal('credential_missing');
  const token = several ? undefined : bearerToken(value) ?? apiKeyToken(value) ?? basicPassword(value);
  if (token === undefined) throw new DoorRefusal('credential_malformed');
  return token;
}

const bearerToken = (value: string): string | undefined => /^Bearer +(\S+)$/i.exec(value)?.[1];

function apiKeyToken(value: string): string | undefined {
  const key = /^ApiKey +([\w+/=-]+)$/i.exec(value)?.[1];
  return key === undefined || TOKEN.test(key) ? key : behindColon(key);
}

/** The content type to answer in: of the family and version that the client speaks, so that its own check of it passes. */
export function answerType({ headers }: IncomingMessage): string {
  const version = COMPATIBLE.exec(headers.accept ?? '')?.[1] ?? COMPATIBLE.exec(headers['content-type'] ?? '')?.[1];
  return version === undefined ? JSON_TYPE : `application/vnd.elasticsearch+json;compatible-with=${version}`;
}

/** After which refusal a client comes again with the same body: each row was seen with the client itself. */
export type Patience = 'status_429' | 'status_503' | 'hang_up';

/** Elastic's and OpenSearch's JavaScript helpers throw at 429; rsyslog, which names itself nowhere, drops after any answer and repeats after none. */
export function patienceOf({ headers }: IncomingMessage): Patience {
  const agent = headers['user-agent'] ?? '';
  if (agent === '') return 'hang_up';
  return /^(?:elasticsearch|opensearch)-js\b/i.test(agent) ? 'status_503' : 'status_429';
}
