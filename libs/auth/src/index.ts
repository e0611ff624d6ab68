export { Allow, assertEveryHandlerGuarded, Public, requirementOf, type Requirement } from './allow';
export { SourceTokenRefused } from './api-key.errors';
export { equalHash, hashSecret, newPublicId, newSourceToken, parseSourceToken, type SourceToken } from './api-key';
export { bearerToken } from './bearer';
export { contextFrom, type ContextWish } from './context-from';
export { AssertionRefused, NotAllowed, TenantNeeded } from './grant-assertion.errors';
export { ASSERTION_LIFE_MS, assertGrants, signAssertion, verifyAssertion, type GrantAssertion } from './grant-assertion';
export { TokenRefused, type TokenRefusal } from './token.errors';
export { TokenVerifier, type TrustedIssuer, type VerifiedToken, type VerifierOptions } from './verifier';
