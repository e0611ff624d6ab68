import { setTimeout as pause } from 'node:timers/promises';
import { Readable } from 'node:stream';
import type { ClickHouseClient } from '@clickhouse/client';
import { systemClock, type Clock } from '@yagura/kernel';
import type { DayBlock } from './day-blocks';
import { INSERT_SETTINGS } from './lake-client';
import { asLakeError, isPassing } from './lake.errors';
import type { LakeTable } from './schema';

export interface LakeWriterOptions {
  /** How long one block is offered again while the lake is away, in milliseconds; a restart of the child takes about one second. */
  readonly patienceMs?: number;
  readonly clock?: Clock;
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1000;

/**
 * Stores encoded blocks so that each token's rows are there exactly once when `insert` resolves: it repeats a lost request with the
 * same token, and the engine drops a repeat it already has.
 */
export class LakeWriter {
  private readonly patienceMs: number;
  private readonly clock: Clock;

  constructor(private readonly client: ClickHouseClient, options: LakeWriterOptions = {}) {
    this.patienceMs = options.patienceMs ?? 30_000;
    this.clock = options.clock ?? systemClock;
  }

  /**
   * One request per day, with the token `${token}/${day}`. A caller that repeats a token must offer the same blocks: the engine
   * compares tokens, not rows. Throws Unavailable when patience ends, with any number of the days stored.
   */
  async insert(table: LakeTable, blocks: readonly DayBlock[], token: string): Promise<void> {
    for (const block of blocks) await this.insertPatiently(table, block, `${token}/${block.day}`);
  }

  private async insertPatiently(table: LakeTable, block: DayBlock, token: string): Promise<void> {
    const deadline = this.clock.monotonicMs() + this.patienceMs;
    for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
      try {
        await this.insertOnce(table, block, token);
        return;
      } catch (error) {
        if (!isPassing(error) || this.clock.monotonicMs() + wait > deadline) throw asLakeError(error);
        await pause(wait);
      }
    }
  }

  private async insertOnce(table: LakeTable, block: DayBlock, token: string): Promise<void> {
    const bytes = Buffer.from(block.bytes.buffer, block.bytes.byteOffset, block.bytes.byteLength);
    const { stream } = await this.client.exec({
      query: `INSERT INTO ${table} FORMAT Native`,
      values: Readable.from([bytes], { objectMode: false }),
      clickhouse_settings: { ...INSERT_SETTINGS, insert_deduplication_token: token },
    });
    stream.resume();
    await new Promise<void>((resolve, reject) => { stream.once('end', resolve).once('error', reject); });
  }
}
