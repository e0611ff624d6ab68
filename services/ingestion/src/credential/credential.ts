import type { SourceId, TenantId } from '@yagura/kernel';

/** What a door knows of the holder of a credential. */
export interface Holder {
  readonly tenantId: TenantId;
  readonly sourceId: SourceId;
  readonly sourceNumber: number;
  readonly credentialId: string;
  readonly parser: string | null;
  readonly timeZone: string;
  /** Keyed hash of the secret in hexadecimal. */
  readonly secretHash: string;
  readonly isOpen: boolean;
  readonly eventsPerSec: number;
  readonly bytesPerDay: number;
}
