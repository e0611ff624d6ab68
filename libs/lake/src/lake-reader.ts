import type { ClickHouseClient, ClickHouseSettings } from '@clickhouse/client';
import { NotFound, type BatchId, type TenantContext } from '@yagura/kernel';
import { asLakeError } from './lake.errors';
import { EVENT_COLUMNS, type EventRow } from './schema';
import { namedRow, type LakeRow } from './query/answer-rows';
import { emitLakeQuery } from './query/emit';
import type { Condition, LakeQuery } from './query/lake-query';
import { DEFAULT_LIMITS, type LakeLimits } from './query/limits';

/** The exact identity of one stored record; `at` (its event time in milliseconds) spares the engine all other days. */
export interface EventIdentity {
  readonly batch: BatchId;
  readonly seq: number;
  readonly at?: number;
}

/** What one tenant has stored. Times are event times in milliseconds. */
export interface TenantStats {
  readonly tenant: string;
  readonly rows: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

/** Rows of one tenant on one UTC day; `day` is its start in milliseconds. */
export interface DayCount {
  readonly tenant: string;
  readonly day: number;
  readonly rows: number;
}

const DAY_MS = 86_400_000;
/** A year of days for thirty tenants, or a day for all tenants of a large provider. */
const MAX_GROUPS = 10_000;

/** Reads the lake within the reader's scope: each method takes the context first, and the emitter adds its tenants to every query. */
export class LakeReader {
  constructor(private readonly client: ClickHouseClient, private readonly limits: LakeLimits = DEFAULT_LIMITS) {}

  /** Rows or groups of a query; refuse untrusted input with `parseLakeQuery` first. Bytes of `raw` that are no UTF-8 come as U+FFFD. */
  async search(ctx: TenantContext, query: LakeQuery): Promise<LakeRow[]> {
    const emitted = emitLakeQuery(ctx, query, this.limits);
    try {
      const answer = await this.client.query({
        query: emitted.query, format: 'JSONCompactEachRow', query_params: emitted.params, clickhouse_settings: emitted.settings as ClickHouseSettings,
      });
      const rows = await answer.json<unknown[]>();
      return rows.map((values) => namedRow(emitted.output, values));
    } catch (error) {
      throw asLakeError(error);
    }
  }

  /** One stored record with its raw text. Another tenant's record is not found, like one that never was. */
  async rawEvent(ctx: TenantContext, identity: EventIdentity): Promise<EventRow> {
    const day: Condition[] = identity.at === undefined ? [] : [{ op: 'range', column: 'ts', from: identity.at - DAY_MS, until: identity.at + DAY_MS }];
    const [row] = await this.search(ctx, {
      from: 'events', select: Object.keys(EVENT_COLUMNS), limit: 1,
      where: { op: 'and', terms: [{ op: 'eq', column: 'batch', value: identity.batch }, { op: 'eq', column: 'seq', value: identity.seq }, ...day] },
    });
    if (!row) throw new NotFound('record');
    return row as unknown as EventRow;
  }

  /** Stored rows by tenant and UTC day of event time, from `from` up to but without `until` (milliseconds). */
  async countByDay(ctx: TenantContext, from: number, until: number): Promise<DayCount[]> {
    const rows = await this.search(ctx, {
      from: 'events', where: { op: 'range', column: 'ts', from, until }, limit: MAX_GROUPS,
      groupBy: ['tenant', { bucket: 'day', column: 'ts', as: 'day' }], measures: [{ fn: 'count', as: 'rows' }], orderBy: [{ by: 'day' }, { by: 'tenant' }],
    });
    return rows as unknown as DayCount[];
  }

  /** What each tenant of the scope has stored; a tenant without rows is not in the list. */
  async stats(ctx: TenantContext): Promise<TenantStats[]> {
    const rows = await this.search(ctx, {
      from: 'events', groupBy: ['tenant'], limit: MAX_GROUPS, orderBy: [{ by: 'tenant' }],
      measures: [{ fn: 'count', as: 'rows' }, { fn: 'min', column: 'ts', as: 'firstAt' }, { fn: 'max', column: 'ts', as: 'lastAt' }],
    });
    return rows as unknown as TenantStats[];
  }
}
