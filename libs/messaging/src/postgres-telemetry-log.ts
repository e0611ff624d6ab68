import { EventEmitter } from 'node:events';
import { createHash } from 'node:crypto';
import { asId, Unavailable, type TenantContext } from '@yagura/kernel';
import type { SystemDb, TenantDb } from '@yagura/db';
import { inAppendSpan } from './append-span';
import type { LoggedBatch, TelemetryBatch, TelemetryLogReader, TelemetryLogWriter } from './telemetry-log';

const PARTITIONS = [0, 1, 2, 3] as const;
const LOOK_AGAIN_MS = 1_000;

/** A source has one partition for ever, so its records keep their order. */
export const partitionOf = (tenantId: string, sourceId: string): number =>
  createHash('sha256').update(`${tenantId}/${sourceId}`).digest()[0] % PARTITIONS.length;

/** Appends to the all-in-one's log. The partition's head row stays locked until the commit: order of positions is order of commits. */
export class PostgresTelemetryLogWriter implements TelemetryLogWriter {
  readonly joinsTransaction = true;

  constructor(private readonly db: TenantDb) {}

  async append(ctx: TenantContext, batch: TelemetryBatch): Promise<{ partition: number; position: bigint }> {
    const partition = partitionOf(batch.tenantId, batch.sourceId);
    return inAppendSpan('postgresql', partition, batch, async (traced) => ({ partition, position: await this.write(ctx, partition, traced) }));
  }

  private async write(ctx: TenantContext, partition: number, batch: TelemetryBatch): Promise<bigint> {
    try {
      return await this.db.run(ctx, async (tx) => {
        const [{ position }] = await tx.sql<{ position: string }>(
          `with place as materialized (select lane.next_telemetry_position($1::smallint) as position), added as (
             insert into lane.telemetry_log (partition, position, tenant_id, source_id, batch_id, producer, headers, body, body_bytes)
             select $1::smallint, position, $2, $3, $4, 'ingestion', $5::jsonb, $6, $7 from place
           ) select position, pg_notify('lane_telemetry', '') from place`,
          [partition, batch.tenantId, batch.sourceId, batch.batchId, JSON.stringify(batch.headers), batch.body, batch.body.length]);
        return BigInt(position);
      });
    } catch (cause) {
      throw new Unavailable('The telemetry log cannot be written.', { slug: 'telemetry_log.unavailable', retryAfterSec: 5, cause });
    }
  }

  async backlog(ctx: TenantContext): Promise<{ tenantBytes: number; totalBytes: number }> {
    const [row] = await this.db.read(ctx, (read) => read.sql<{ tenant_bytes: string; total_bytes: string }>('select * from lane.telemetry_backlog()'));
    return { tenantBytes: Number(row.tenant_bytes), totalBytes: Number(row.total_bytes) };
  }
}

interface LogRow {
  readonly partition: number; readonly position: string; readonly tenant_id: string; readonly source_id: string; readonly batch_id: string;
  readonly headers: LoggedBatch['headers']; readonly body: Buffer;
}

/** Reads the all-in-one's log as the log-reader role. */
export class PostgresTelemetryLogReader implements TelemetryLogReader {
  readonly system = 'postgresql';
  readonly partitions = PARTITIONS;
  private readonly bus = new EventEmitter().setMaxListeners(0);
  private timer?: NodeJS.Timeout;

  constructor(private readonly db: SystemDb) {}

  async start(): Promise<void> {
    await this.db.listen('lane_telemetry', () => this.bus.emit('arrival'));
    this.timer = setInterval(() => this.bus.emit('arrival'), LOOK_AGAIN_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await Promise.resolve();
  }

  async fetch(partition: number, after: bigint, cap: number, capBytes: number): Promise<LoggedBatch[]> {
    const rows = await this.db.sql<LogRow & Record<string, unknown>>(
      `select partition, position, tenant_id, source_id, batch_id, headers, body from (
         select l.*, sum(body_bytes) over (order by position) - body_bytes as before
         from (select * from lane.telemetry_log where partition = $1 and position > $2 order by position limit $3) l
       ) counted where before < $4 order by position`, [partition, after.toString(), cap, capBytes]);
    return rows.map((row) => ({
      partition: row.partition, position: BigInt(row.position), tenantId: asId<'tenant'>(row.tenant_id), sourceId: asId<'source'>(row.source_id),
      batchId: asId<'batch'>(row.batch_id), headers: row.headers, body: row.body,
    }));
  }

  async committed(partition: number): Promise<bigint> {
    const [row] = await this.db.sql<{ position: string }>('select position from lane.telemetry_position where partition = $1', [partition]);
    return BigInt(row.position);
  }

  async commit(partition: number, position: bigint): Promise<void> {
    await this.db.sql('update lane.telemetry_position set position = greatest(position, $2), moved_at = now() where partition = $1', [partition, position.toString()]);
  }

  onArrival(heard: () => void): () => void {
    this.bus.on('arrival', heard);
    return () => { this.bus.off('arrival', heard); };
  }

  async trim(olderThan: Date): Promise<number> {
    const gone = await this.db.sql(
      `delete from lane.telemetry_log l using lane.telemetry_position p
       where l.partition = p.partition and l.position <= p.position and l.received_at < $1 returning 1`, [olderThan]);
    return gone.length;
  }
}
