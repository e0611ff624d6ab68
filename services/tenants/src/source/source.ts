/** Where telemetry of one client company comes from. `sourceNumber` names it in the lake. */
export interface Source {
  readonly tenantId: string;
  readonly sourceId: string;
  readonly sourceNumber: number;
  readonly name: string;
  readonly kind: string;
  readonly parser: string | null;
  readonly timeZone: string;
  readonly critical: boolean;
  readonly enabled: boolean;
  readonly createdAt: Date;
}

export type CredentialState = 'pending' | 'active' | 'revoked';

/** One secret of a source. It is `pending` until the doors say that they hold it; only then is its secret shown. */
export interface Credential {
  readonly tenantId: string;
  readonly credentialId: string;
  readonly sourceId: string;
  readonly publicId: string;
  /** Keyed hash in hexadecimal; the secret itself is kept nowhere. */
  readonly secretHash: string;
  readonly state: CredentialState;
  readonly issuedAt: Date;
  readonly confirmedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** The old one and the new one, while senders are switched over. */
export const MAX_LIVE = 2;

/** A pending credential older than this was left by a process that died: nobody ever saw its secret. */
export const PENDING_FOR_MS = 60_000;

/** Credentials that nobody can hold any more, because the answer with their secret was never given. */
export const abandoned = (credentials: readonly Credential[], now: Date): readonly Credential[] =>
  credentials.filter(({ state, issuedAt }) => state === 'pending' && now.getTime() - issuedAt.getTime() > PENDING_FOR_MS);
