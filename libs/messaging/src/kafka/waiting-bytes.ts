import type { TenantId } from '@yagura/kernel';

interface Waiting { readonly position: bigint; readonly tenantId: TenantId; readonly bytes: number }

/** One partition as the broker tells it. */
export interface Reach {
  readonly partition: number;
  readonly committed: bigint;
  readonly end: bigint;
  /** Average of the records that the reader met last; undefined when it has not said. */
  readonly averageBytes: number | undefined;
}

const UNKNOWN_RECORD_BYTES = 65_536;

/**
 * What waits in the log, by tenant. A broker counts records, not the bytes of a tenant, so a writer remembers what it appended itself until
 * the reader has passed it: exact for the one door of a small installation. Records of other doors, or of before a restart, are reckoned
 * with the average that the reader tells and spread over tenants as the own ones are.
 */
export class WaitingBytes {
  private readonly own = new Map<number, Waiting[]>();

  add(partition: number, waiting: Waiting): void {
    const known = this.own.get(partition);
    if (known === undefined) this.own.set(partition, [waiting]);
    else known.push(waiting);
  }

  count(tenantId: TenantId, reaches: readonly Reach[]): { tenantBytes: number; totalBytes: number } {
    const sum = { tenantBytes: 0, totalBytes: 0 };
    for (const reach of reaches) {
      const own = this.behind(reach);
      const bytes = total(own);
      const tenant = total(own.filter((waiting) => waiting.tenantId === tenantId));
      const others = Math.max(0, Number(reach.end - reach.committed) - own.length) * (reach.averageBytes ?? UNKNOWN_RECORD_BYTES);
      sum.totalBytes += bytes + others;
      sum.tenantBytes += bytes === 0 ? 0 : Math.round(tenant * (1 + others / bytes));
    }
    return sum;
  }

  /** The own records that the reader has not passed yet, and that the broker's answer already covers. */
  private behind({ partition, committed, end }: Reach): Waiting[] {
    const known = this.own.get(partition) ?? [];
    const passed = known.findIndex(({ position }) => position > committed);
    known.splice(0, passed === -1 ? known.length : passed);
    return known.filter(({ position }) => position <= end);
  }
}

const total = (all: readonly Waiting[]): number => all.reduce((sum, { bytes }) => sum + bytes, 0);
