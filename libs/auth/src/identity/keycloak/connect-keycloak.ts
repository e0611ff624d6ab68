import type { IdentityAdmin } from '../port';
import { KeycloakAdmin, type KeycloakOptions } from './keycloak-admin';

/** An hour at most beyond the 72 for which a one-time password is promised. */
const SWEEP_MS = 3_600_000;

export interface ConnectedKeycloak {
  readonly admin: IdentityAdmin;
  /** Ends the hourly work; requests under way end by themselves. */
  stop(): void;
}

/**
 * The identity port over Keycloak for a process, with the hourly end of unused one-time passwords. Makes no request itself, so a process
 * starts while Keycloak is away; several processes may sweep at once. `onError` hears of a sweep that failed; the next hour tries again.
 */
export function connectKeycloak({ onError, ...options }: KeycloakOptions & { readonly onError: (error: unknown) => void }): ConnectedKeycloak {
  const admin = new KeycloakAdmin(options);
  const sweep = setInterval(() => { admin.endOverduePasswords().catch(onError); }, SWEEP_MS);
  sweep.unref();
  return { admin, stop: () => clearInterval(sweep) };
}
