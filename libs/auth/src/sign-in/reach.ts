import { readCapped } from '../capped-body';
import { SignInUnavailable } from './sign-in.errors';

const TIMEOUT_MS = 10_000;
/** A sign-in page is some tens of kilobytes. */
const MAX_BYTES = 1_048_576;

/** What an identity provider answered. */
export interface Reached {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** One request to an identity provider. Throws SignInUnavailable for no answer in ten seconds, a fault of the server, or more than a megabyte. */
export async function reach(url: URL | string, request: RequestInit): Promise<Reached> {
  const answer = await fetch(url, { ...request, signal: AbortSignal.timeout(TIMEOUT_MS) })
    .then(async (response) => ({ status: response.status, headers: response.headers, text: (await readCapped(response, MAX_BYTES)).toString('utf8') }))
    .catch((cause: unknown) => { throw new SignInUnavailable(cause); });
  if (answer.status >= 500) throw new SignInUnavailable({ status: answer.status });
  return answer;
}
