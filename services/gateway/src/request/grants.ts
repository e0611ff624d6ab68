import { createHash } from 'node:crypto';
import { AssertionReader, type GrantAssertion, type TokenVerifier, type VerifiedToken } from '@yagura/auth';
import { accessApi } from '@yagura/contracts';
import { systemClock, type Clock } from '@yagura/kernel';
import type { ServiceClient } from '@yagura/runtime';
import { OpenStreams } from './open-streams';

/** Half the life of an assertion: what is handed on always has time left for the call itself. */
const KEEP_MS = 2_000;
const KEPT = 5_000;

/** A signed-in caller: the token, what our tables say of it now, and the signed text of that. */
export interface SignedIn {
  readonly token: string;
  readonly verified: VerifiedToken;
  readonly assertion: GrantAssertion;
  readonly text: string;
  /** Address of the connection, for a partner key alone: it is held to its networks at every question. */
  readonly address?: string;
}

interface Kept { readonly until: number; readonly answer: Promise<SignedIn> }

/** Asks `tenants` what a token may do and remembers the answer for two seconds, so that a withdrawn grant ends within five (ADR 0002). */
export class Grants {
  /** Streams live as long as their reader's grants, so they are counted where the grants are known. */
  readonly streams = new OpenStreams();
  private readonly kept = new Map<string, Kept>();
  private readonly assertions: AssertionReader;

  constructor(private readonly client: ServiceClient, private readonly verifier: TokenVerifier, key: Buffer, private readonly clock: Clock = systemClock) {
    this.assertions = new AssertionReader(key);
  }

  /** `address` belongs to partner keys; what is remembered of one address holds for no other. */
  signIn(token: string, address?: string): Promise<SignedIn> {
    const id = createHash('sha256').update(address === undefined ? token : `${token} ${address}`).digest('base64');
    const now = this.clock.monotonicMs();
    const known = this.kept.get(id);
    if (known !== undefined && known.until > now) return known.answer;
    const answer = this.ask(token, address);
    if (this.kept.size >= KEPT) this.kept.delete(this.kept.keys().next().value ?? '');
    this.kept.delete(id);
    this.kept.set(id, { until: now + KEEP_MS, answer });
    answer.catch(() => this.kept.delete(id));
    return answer;
  }

  /** Forgets what is remembered of a token, so that its next call sees what its owner may do just now. */
  forget(token: string): void {
    this.kept.delete(createHash('sha256').update(token).digest('base64'));
  }

  private async ask(token: string, address: string | undefined): Promise<SignedIn> {
    const verified = await this.verifier.verify(token);
    const { assertion: text } = await this.client.call(accessApi.assertGrants, { token }, address === undefined ? {} : { address });
    return { token, address, verified, text, assertion: this.assertions.verify(verified, text, this.clock.now().getTime()) };
  }
}
