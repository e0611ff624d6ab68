/** What the composition provides to the gateway's module. */
export const GATEWAY_SETTINGS = Symbol('yagura:gateway-settings');
export const TOKEN_VERIFIER = Symbol('yagura:token-verifier');
export const ASSERTION_KEY = Symbol('yagura:assertion-key');

export interface GatewaySettings {
  /** True: any document within the limits; false: only those that the build registered. */
  readonly anyDocument: boolean;
  /** Documents that the build registered, by SHA-256 of their text in hexadecimal, for each kind of sign-in: nobody can ask with the other side's. */
  readonly registered: Readonly<Record<'staff' | 'customer', ReadonlyMap<string, string>>>;
}
