import { lookup, Resolver } from 'node:dns/promises';
import { EgressFailure } from './egress.errors';

/** All addresses of a name. Rejects with EgressFailure. */
export type NameLookup = (host: string) => Promise<readonly string[]>;

const ASK_MS = 2_000;
const ASK_TIMES = 2;
/** With many name servers configured the tries add up; a call waits no longer than this. */
const LONGEST_MS = 6_000;
const ABSENT = new Set(['ENOTFOUND', 'ENODATA']);

/**
 * Asks the name servers for both families. Unlike the system's own lookup it waits on no thread of the process, of which there are few:
 * names that nobody answers keep nobody else waiting.
 */
export async function publicLookup(host: string): Promise<readonly string[]> {
  const resolver = new Resolver({ timeout: ASK_MS, tries: ASK_TIMES });
  const enough = setTimeout(() => resolver.cancel(), LONGEST_MS);
  const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]).finally(() => clearTimeout(enough));
  const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (found.length > 0) return found;
  const isAbsent = answers.every((answer) => answer.status === 'rejected' && ABSENT.has(codeOf(answer.reason)));
  throw new EgressFailure(isAbsent ? 'name_not_found' : 'name_not_resolved');
}

/** For names that the operator listed: they may stand in the machine's own hosts file. */
export async function listedLookup(host: string): Promise<readonly string[]> {
  try {
    return (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);
  } catch (cause) {
    throw new EgressFailure('name_not_found', cause);
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');
