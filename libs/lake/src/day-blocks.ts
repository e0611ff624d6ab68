import { NativeBlockBuilder } from './native-block';
import type { LakeRows, LakeTable } from './schema';

/** One encoded block whose rows all lie in one UTC day. */
export interface DayBlock {
  /** Days since 1970-01-01, negative before. */
  readonly day: number;
  readonly rowCount: number;
  readonly bytes: Uint8Array;
}

const DAY_MS = 86_400_000;
/** Builders kept for the next batch: fresh buffers cost more than the encoding (page faults, growth); most batches lie in one or two days. */
const KEPT = 3;

/**
 * Sorts rows into one block per day of their event time, because a day is a partition and the engine refuses an insert that touches
 * more than a hundred. The same rows in the same order always give the same blocks, which the writer's tokens rely on.
 */
export class DayBlocks<Table extends LakeTable> {
  private readonly builders = new Map<number, NativeBlockBuilder<Table>>();
  private readonly spare: NativeBlockBuilder<Table>[] = [];
  private rows = 0;

  constructor(private readonly table: Table, private readonly timeOf: (row: LakeRows[Table]) => number) {}

  get rowCount(): number { return this.rows; }

  append(row: LakeRows[Table]): void {
    const day = Math.floor(this.timeOf(row) / DAY_MS);
    let builder = this.builders.get(day);
    if (!builder) {
      builder = this.spare.pop() ?? new NativeBlockBuilder(this.table);
      this.builders.set(day, builder);
    }
    builder.append(row);
    this.rows += 1;
  }

  /** The blocks in order of days, in buffers of their own; nothing is left to take afterwards. */
  take(): DayBlock[] {
    const days = [...this.builders].sort(([left], [right]) => left - right);
    const blocks = days.map(([day, builder]) => ({ day, rowCount: builder.rowCount, bytes: builder.bytes() }));
    // The one with most rows ends up on top, ready for the next batch's main day.
    const bySize = [...this.builders.values()].sort((left, right) => left.rowCount - right.rowCount);
    for (const builder of bySize) builder.reset();
    this.spare.push(...bySize);
    this.spare.splice(0, Math.max(0, this.spare.length - KEPT));
    this.builders.clear();
    this.rows = 0;
    return blocks;
  }
}

/** Blocks of `events`, split by event time. */
export const eventBlocks = (): DayBlocks<'events'> => new DayBlocks('events', (row) => row.ts);
/** Blocks of `quarantine`, split by the time of receipt, since a record that no parser read has no other. */
export const quarantineBlocks = (): DayBlocks<'quarantine'> => new DayBlocks('quarantine', (row) => row.recv_ts);
