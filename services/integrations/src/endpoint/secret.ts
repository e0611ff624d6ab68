/** A signing secret as it is shown after its first answer: never with its text. Without an end it is the newest. */
export interface SecretFacts {
  readonly secretId: string;
  readonly endpointId: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
}
