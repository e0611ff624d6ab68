import { Conflict, InvalidInput, NotFound, type Clock } from '@yagura/kernel';
import { readCapped } from '../../capped-body';
import { AdminToken, type Administrator } from './admin-token';
import { KeycloakAway, KeycloakRefusesUs } from './keycloak.errors';

const TIMEOUT_MS = 10_000;
/** A page of a hundred members is about 60 kB. */
const MAX_BYTES = 1_048_576;
const SAFE_SEGMENT = /^[A-Za-z0-9_-]{1,128}$/;

/** One request below `/admin/realms/<realm>/`. */
export interface AdminRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** One text per segment; a segment that is no plain name finds nothing. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Statuses that the caller reads as an answer instead of a failure. */
  readonly also?: readonly number[];
}

export interface AdminAnswer {
  readonly status: number;
  readonly body: unknown;
  /** The id at the end of the address of what was made, when something was. */
  readonly madeId: string | null;
}

/**
 * Keycloak's Admin API of one realm as one administrator. Every call ends within ten seconds and reads at most a megabyte. Throws
 * KeycloakAway, KeycloakRefusesUs, and NotFound, Conflict or InvalidInput for the statuses of these names; Keycloak's own sentences
 * stay in the cause, since they may repeat what a person typed.
 */
export class AdminHttp {
  private readonly token: AdminToken;
  private readonly base: string;

  constructor(private readonly administrator: Administrator, clock: Clock) {
    this.token = new AdminToken(administrator, clock);
    this.base = `${administrator.url}/admin/realms/${administrator.realm}`;
  }

  async ask(request: AdminRequest): Promise<AdminAnswer> {
    const answer = request.path.every((segment) => SAFE_SEGMENT.test(segment)) ? await this.send(request) : { status: 404, body: null, madeId: null };
    if (answer.status < 300 || request.also?.includes(answer.status) === true) return answer;
    const cause = { status: answer.status, body: answer.body };
    switch (answer.status) {
      case 400: throw new InvalidInput('The identity provider does not take these facts.', { slug: 'identity.facts_refused', cause });
      case 401: case 403: throw new KeycloakRefusesUs(this.administrator.clientId, cause);
      case 404: throw new NotFound('identity');
      case 409: throw new Conflict('The identity provider has this already under another id.', { slug: 'identity.taken', cause });
      default: throw new KeycloakAway(cause);
    }
  }

  /** A token can end before its time, as when the realm's keys are changed: then once more with a new one. */
  private async send(request: AdminRequest): Promise<AdminAnswer> {
    const token = await this.token.get();
    const answer = await this.exchange(request, token);
    if (answer.status !== 401) return answer;
    this.token.drop(token);
    return this.exchange(request, await this.token.get());
  }

  private async exchange({ method, path, query, body }: AdminRequest, token: string): Promise<AdminAnswer> {
    const url = `${[this.base, ...path].join('/')}${query === undefined ? '' : `?${new URLSearchParams(query)}`}`;
    try {
      const response = await fetch(url, {
        method, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS), body: body === undefined ? undefined : JSON.stringify(body),
        headers: { authorization: `Bearer ${token}`, accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      });
      const text = (await readCapped(response, MAX_BYTES)).toString('utf8');
      return { status: response.status, body: parsed(text), madeId: response.headers.get('location')?.split('/').at(-1) ?? null };
    } catch (cause) {
      throw new KeycloakAway(cause);
    }
  }
}

/** A proxy before Keycloak answers its own faults with a page; that is no answer of Keycloak, yet its status says enough. */
function parsed(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
