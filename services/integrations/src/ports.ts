/** Keys under which the composition provides what this service needs beside the platform. */
export const INSTALLATION_KEY = Symbol('yagura:integrations:installation-key');
/** The `EgressClient` with the operator's list. */
export const EGRESS = Symbol('yagura:integrations:egress');
