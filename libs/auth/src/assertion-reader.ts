import { ExpiringCache } from './expiring-cache';
import { assertCurrent, verifyAssertion, type GrantAssertion } from './grant-assertion';
import type { VerifiedToken } from './verifier';

/** Texts of some thousand bytes each, four seconds long: enough for all who work at the same moment. */
const REMEMBERED = 1_000;

/**
 * Verifies assertions like `verifyAssertion`, with the same refusals, but reads each text only once: an edge meets the same one with every
 * call of its four seconds, and a person of many tenants has a long one. Signature and shape are facts of the text and are remembered;
 * time and owner are looked at anew each time, so a remembered assertion lives no longer and serves nobody else.
 */
export class AssertionReader {
  private readonly read = new ExpiringCache<GrantAssertion>(REMEMBERED);

  constructor(private readonly key: Buffer) {}

  verify(token: VerifiedToken, text: string, nowMs: number): GrantAssertion {
    const known = this.read.get(text, nowMs);
    if (known !== undefined) {
      assertCurrent(token, known, nowMs);
      return known;
    }
    const assertion = frozen(verifyAssertion(token, text, this.key, nowMs));
    this.read.set(text, assertion, assertion.expiresAt);
    return assertion;
  }
}

/** One object serves many calls, so none of them may change it. */
function frozen(assertion: GrantAssertion): GrantAssertion {
  for (const grant of assertion.grants) {
    Object.freeze(grant.roles);
    Object.freeze(grant.permissions);
    Object.freeze(grant);
  }
  Object.freeze(assertion.grants);
  return Object.freeze(assertion);
}
