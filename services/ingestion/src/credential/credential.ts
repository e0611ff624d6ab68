import { forSystem, type SourceId, type TenantContext, type TenantId } from '@yagura/kernel';

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

/** A source acts for its tenant and for nothing else. */
export function contextOf(holder: Holder): TenantContext {
  return { ...forSystem(holder.tenantId, 'ingestion'), actor: { kind: 'source', id: holder.sourceId, name: 'source' } };
}
