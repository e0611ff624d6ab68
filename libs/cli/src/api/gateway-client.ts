import { z } from 'zod';
import {
  Conflict, Forbidden, InvalidInput, NotFound, PreconditionFailed, RateLimited, Unauthenticated, Unavailable, type AppError, type ErrorFacts,
} from '@yagura/kernel';
import type { GraphqlDocument } from './document';

const TIMEOUT_MS = 30_000;

const fault = z.object({
  message: z.string(),
  extensions: z.object({ code: z.string(), slug: z.string(), inputPath: z.string(), retryAfterSec: z.number() }).partial().default({}),
});
const answer = z.object({ data: z.unknown().optional(), errors: z.array(fault).optional() });
type Fault = z.output<typeof fault>;

/** Where a token comes from; asked before each call, so that a long command outlives one token. */
export type TokenSource = () => Promise<string>;

/** The public GraphQL API as a program uses it. Refusals come back as the AppError that the services threw. */
export class GatewayClient {
  constructor(readonly url: string, private readonly token: TokenSource) {}

  /** Sends one registered document. Throws the AppError of the answer's code, or Unavailable when nobody answers. */
  async ask<Data extends z.ZodType>(document: GraphqlDocument<Data>, variables: Readonly<Record<string, unknown>> = {}): Promise<z.output<Data>> {
    const body = JSON.stringify({ query: document.text, variables });
    const response = await this.post(body, await this.token());
    const parsed = answer.safeParse(await response.json().catch(() => undefined));
    if (!parsed.success) throw new Unavailable(`The gateway answered ${response.status} with something that is not GraphQL.`, { slug: 'gateway.unreadable' });
    const [first] = parsed.data.errors ?? [];
    if (first !== undefined) throw refusalOf(first);
    const data = document.data.safeParse(parsed.data.data);
    if (!data.success) throw new Unavailable(`The gateway’s answer to ${document.name} has another shape than this command line knows.`, { slug: 'gateway.shape', cause: data.error });
    return data.data;
  }

  private async post(body: string, token: string): Promise<Response> {
    try {
      return await fetch(this.url, {
        method: 'POST', body, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: { 'content-type': 'application/json', accept: 'application/json', authorization: `Bearer ${token}` },
      });
    } catch (cause) {
      throw new Unavailable('The gateway does not answer; is Yagura running? Start it with "yagura up".', { slug: 'gateway.unreachable', cause });
    }
  }
}

/** The refusal that a service threw, by the code under which the gateway passed it on. */
function refusalOf({ message, extensions: { code, slug = 'gateway.refused', inputPath, retryAfterSec } }: Fault): AppError {
  const facts: ErrorFacts = { slug, path: inputPath, retryAfterSec };
  switch (code) {
    case 'BAD_USER_INPUT': case 'GRAPHQL_VALIDATION_FAILED': case 'GRAPHQL_PARSE_FAILED': return new InvalidInput(message, facts);
    case 'UNAUTHENTICATED': return new Unauthenticated(message, facts);
    case 'FORBIDDEN': return new Forbidden(message, facts);
    case 'NOT_FOUND': return new NotFound(slug.replace(/\.not_found$/, '').replace(/_/g, ' '));
    case 'CONFLICT': return new Conflict(message, facts);
    case 'PRECONDITION_FAILED': return new PreconditionFailed(message, facts);
    case 'RATE_LIMITED': return new RateLimited(message, facts);
    default: return new Unavailable(message, facts);
  }
}
