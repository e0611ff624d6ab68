import type { UsageDay, UsageFacts } from '@yagura/contracts';
import type { TenantRead, TenantTx } from '@yagura/db';
import type { LedgerSpan, UsageEntry, UsageMeter, UsageSource } from './usage';

/** Entries may be recorded side by side, but never while an invoice of the tenant is being counted. */
export async function shareLedger(tx: TenantTx): Promise<void> {
  await tx.sql("select pg_advisory_xact_lock_shared(hashtextextended('yagura billing ledger ' || $1, 0))", [tx.tenantId]);
}

/** Holds the tenant's ledger still until the transaction ends: what has a sequence now is all that there will be below it. */
export async function holdLedger(tx: TenantTx): Promise<void> {
  await tx.sql("select pg_advisory_xact_lock(hashtextextended('yagura billing ledger ' || $1, 0))", [tx.tenantId]);
}

/** Adds an entry; false when its key is in the ledger already, whatever else it says. */
export async function addEntry(tx: TenantTx, source: UsageSource, usage: UsageFacts): Promise<boolean> {
  const added = await tx.execute(
    `insert into billing.usage_entry (tenant_id, source, id, meter, subject, quantity, event_at, recorded_at, reference, correction_of)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (tenant_id, source, id) do nothing`,
    [tx.tenantId, source, usage.usageId, usage.meter, usage.subject, usage.quantity, usage.eventAt, tx.now, usage.reference, usage.correctionOf]);
  return added === 1;
}

export async function hasEntry(tx: TenantTx, source: UsageSource, usageId: string): Promise<boolean> {
  return (await tx.sql('select from billing.usage_entry where tenant_id = $1 and source = $2 and id = $3', [tx.tenantId, source, usageId])).length === 1;
}

/** The last sequence of event time [from, until), '0' where there is none. */
export async function lastSequence(tx: TenantTx, from: Date, until: Date): Promise<string> {
  const [row] = await tx.sql<{ last: string }>(
    'select coalesce(max(sequence), 0)::text as last from billing.usage_entry where tenant_id = $1 and event_at >= $2 and event_at < $3', [tx.tenantId, from, until]);
  return row.last;
}

/** Per meter of a span: the exact sum of quantities, and how many subjects have not been corrected to nothing. */
export function measureSpan(tx: TenantTx, { from, until, after, through }: LedgerSpan): Promise<{ meter: UsageMeter; total: string; subjects: number }[]> {
  return tx.sql(
    `select meter, sum(quantity)::text as total, (count(*) filter (where quantity > 0))::int as subjects from (
       select meter, subject, sum(quantity) as quantity from billing.usage_entry
       where tenant_id = $1 and event_at >= $2 and event_at < $3 and sequence > $4 and sequence <= $5 group by meter, subject
     ) as by_subject group by meter`, [tx.tenantId, from, until, after, through]);
}

interface EntryRow extends Record<string, unknown> {
  readonly tenant_id: string; readonly source: UsageSource; readonly id: string; readonly sequence: string; readonly meter: UsageMeter; readonly subject: string;
  readonly quantity: string; readonly event_at: Date; readonly recorded_at: Date; readonly reference: string; readonly correction_of: string | null;
}

const fromRow = (row: EntryRow): UsageEntry => ({
  tenantId: row.tenant_id, source: row.source, usageId: row.id, sequence: row.sequence, meter: row.meter, subject: row.subject, quantity: row.quantity,
  eventAt: row.event_at.toISOString(), recordedAt: row.recorded_at.toISOString(), reference: row.reference, correctionOf: row.correction_of,
});

/** The written tenant's rows of one meter in a span, in the order of recording; one more than `first` says that there is a next page. */
export async function spanEntries(read: TenantRead, meter: UsageMeter, span: LedgerSpan, first: number): Promise<UsageEntry[]> {
  const rows = await read.sql<EntryRow>(
    `select * from billing.usage_entry where tenant_id = $1 and meter = $2 and event_at >= $3 and event_at < $4 and sequence > $5 and sequence <= $6
     order by sequence limit $7`, [read.tenantId, meter, span.from, span.until, span.after, span.through, first + 1]);
  return rows.map(fromRow);
}

/** The written tenant's usage per meter and local day. */
export async function usageByDay(read: TenantRead, wanted: { from: string; until: string; timeZone: string }): Promise<UsageDay[]> {
  const rows = await read.sql<{ meter: UsageMeter; day: string; quantity: string; subjects: number; entries: number }>(
    `select meter, day, sum(quantity)::text as quantity, (count(*) filter (where quantity > 0))::int as subjects, sum(entries)::int as entries from (
       select meter, to_char(event_at at time zone $4, 'YYYY-MM-DD') as day, subject, sum(quantity) as quantity, count(*) as entries
       from billing.usage_entry where tenant_id = $1 and event_at >= $2 and event_at < $3 group by meter, day, subject
     ) as by_subject group by meter, day order by day, meter`, [read.tenantId, wanted.from, wanted.until, wanted.timeZone]);
  return rows.map((row) => ({ tenantId: read.tenantId, ...row }));
}
