import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgreementChangedV1, IngestionUsageMeteredV1, TenantActivatedV1, TenantsUsageMeteredV1, type AgreementFacts, type UsageFacts } from '@yagura/contracts';
import type { SystemDb, TenantDb } from '@yagura/db';
import { forTest, newId, PERMISSIONS_OF_ROLE, type TenantContext, type TenantId } from '@yagura/kernel';
import { ConsumerRuntime, PostgresDomainEvents, publish } from '@yagura/messaging';
import { FolderFileStore } from '@yagura/outside';
import { eventually, testDatabase, type TestDatabase } from '@yagura/testing';
import { AgreementConsumer } from '../agreement/agreement.consumer';
import { AgreementService } from '../agreement/agreement.service';
import { IssuerService } from '../issuer/issuer.service';
import { seedIssuer } from '../issuer/seed-issuer';
import { UsageConsumer } from '../usage/usage.consumer';
import { UsageService } from '../usage/usage.service';
import { DocumentService } from './document.service';
import { DraftService } from './draft.service';
import { FinaliseService } from './finalise.service';
import { InvoiceController } from './invoice.controller';
import { InvoiceService } from './invoice.service';
import { LateUsageService } from './late-usage.service';

const log = { warn: () => undefined, error: () => undefined };
const GB = 1_000_000_000n;
const first = 100;

/** Everything of the service on a database and a folder of its own, with its consumers on the real domain lane. */
class World {
  private constructor(readonly database: TestDatabase, readonly folder: string, readonly api: InvoiceController, readonly drafts: DraftService,
    private readonly producers: Readonly<Record<'tenants' | 'ingestion', TenantDb>>, private readonly events: PostgresDomainEvents,
    private readonly runtime: ConsumerRuntime, readonly relay: SystemDb, readonly billing: TenantDb, readonly provider: TenantId) {}

  static async open(): Promise<World> {
    const database = await testDatabase();
    const folder = await mkdtemp(join(tmpdir(), 'yagura-billing-'));
    const db = database.tenantDb('svc_billing', 10);
    const agreements = new AgreementService();
    const usage = new UsageService(db, agreements);
    const issuers = new IssuerService(db);
    const documents = new DocumentService(db, new FolderFileStore(folder));
    const drafts = new DraftService(db, agreements, issuers, usage, new LateUsageService(agreements, usage), documents);
    const api = new InvoiceController(new InvoiceService(db, usage, documents), drafts, new FinaliseService(db, usage, issuers, drafts, documents), usage);
    const relay = database.systemDb('lane_relay');
    const events = new PostgresDomainEvents(relay);
    const runtime = new ConsumerRuntime('billing', db, events, [new AgreementConsumer(agreements), new UsageConsumer(usage)], log);
    await events.start();
    runtime.start();
    const provider = newId<'tenant'>();
    await seedIssuer(db, provider, { name: '櫓セキュリティ株式会社', address: '東京都千代田区丸の内一丁目1番1号', english: { name: 'Yagura Security Inc.', address: '1-1-1 Marunouchi, Chiyoda-ku, Tokyo' } });
    const producers = { tenants: database.tenantDb('svc_tenants'), ingestion: database.tenantDb('svc_ingestion') };
    return new World(database, folder, api, drafts, producers, events, runtime, relay, db, provider);
  }

  async close(): Promise<void> {
    await this.runtime.stop();
    await this.events.stop();
    await this.database.drop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Sets business time to an instant, and returns when it is set. */
  async at(instant: string): Promise<void> {
    await this.database.shiftTime(`${(Date.parse(instant) - Date.now()) / 1_000} seconds`);
  }

  /** An operator who may see `tenants`, writing the first of them. */
  operator(...tenants: readonly TenantId[]): TenantContext {
    return forTest(tenants[0], { audience: 'staff', readScope: tenants, permissions: new Set(PERMISSIONS_OF_ROLE.operator) });
  }

  async tenant(change: Partial<AgreementFacts> = {}): Promise<TenantId> {
    const tenantId = newId<'tenant'>();
    const agreement = agreementOf(change);
    await this.producers.tenants.run(forTest(tenantId), (tx) =>
      publish(tx, TenantActivatedV1, { tenantId, slug: `t${tenantId.slice(-8)}`, code: tenantId.slice(-4), name: agreement.billingName, kind: 'customer', agreement }));
    await eventually('the agreement', async () => this.billing.read(forTest(tenantId), async (read) => (await read.sql('select from billing.agreement')).length > 0));
    return tenantId;
  }

  async agreementChanged(tenantId: TenantId, agreement: AgreementFacts): Promise<void> {
    await this.producers.tenants.run(forTest(tenantId), (tx) => publish(tx, AgreementChangedV1, { tenantId, agreement }));
    await eventually('the new version', async () =>
      this.billing.read(forTest(tenantId), async (read) => (await read.sql('select from billing.agreement where version = $1', [agreement.version])).length > 0));
  }

  /** Publishes usage through its producer and waits until billing has taken or buried all of it. */
  async meter(tenantId: TenantId, ...all: readonly UsageFacts[]): Promise<void> {
    for (const usage of all) {
      const from = usage.meter === 'ingest_bytes' ? 'ingestion' : 'tenants';
      await this.producers[from].run(forTest(tenantId), (tx) => publish(tx, usage.meter === 'ingest_bytes' ? IngestionUsageMeteredV1 : TenantsUsageMeteredV1, usage));
    }
    await eventually('the consumer to be done', async () => {
      const [row] = await this.relay.sql<{ done: boolean }>(
        `select not exists (select from lane.outbox o where o.position is null or o.position > (select position from lane.cursor where consumer = 'billing')) as done`);
      return row.done;
    });
  }
}

const agreementOf = (change: Partial<AgreementFacts> = {}): AgreementFacts => ({
  agreementId: newId(), version: 1, plan: 'mdr_standard', serviceMode: 'MDR', timeZone: 'Asia/Tokyo', language: 'ja', currency: 'JPY', startsOn: '2026-01-01',
  slaPolicy: {
    policyId: newId(), version: 1, name: 'standard', calendar: 'always', targets: [{ severity: 'high', acknowledgeSec: 60, resolveSec: 600 }], pauseOn: [], warnPct: [50],
  },
  quota: { eventsPerSec: 100, bytesPerDay: 1_000_000_000, maxSources: 10 }, billingName: 'みほん精機株式会社', ...change,
});

const bytes = (tenantId: TenantId, quantity: bigint, eventAt: string, change: Partial<UsageFacts> = {}): UsageFacts => ({
  tenantId, usageId: newId(), meter: 'ingest_bytes', subject: 'src-1', quantity: quantity.toString(), eventAt, reference: 'batch', correctionOf: null, ...change,
});
const thing = (tenantId: TenantId, meter: 'source' | 'user', subject: string, eventAt: string, change: Partial<UsageFacts> = {}): UsageFacts => ({
  tenantId, usageId: newId(), meter, subject, quantity: '1', eventAt, reference: `${meter} ${subject}`, correctionOf: null, ...change,
});

describe('invoices from the usage ledger', () => {
  let world: World;
  beforeAll(async () => { world = await World.open(); });
  afterAll(async () => { await world.close(); });

  const auditsOf = async (tenantId: TenantId): Promise<string[]> =>
    (await world.database.systemDb('audit_sequencer').sql<{ action: string }>('select action from audit.entry where tenant_id = $1 order by at, id', [tenantId])).map(({ action }) => action);

  it('bill the fee, gigabytes, sources and users of a month, with tax, and nothing of another tenant', async () => {
    await world.at('2026-06-30T12:00:00Z');
    const [a, b] = [await world.tenant(), await world.tenant({ billingName: 'Other Co.' })];
    await world.meter(a, bytes(a, 412n * GB, '2026-06-10T00:00:00Z'), bytes(a, 600_000_001n, '2026-06-11T00:00:00Z'), thing(a, 'source', 's1', '2026-06-02T00:00:00Z'));
    await world.meter(b, bytes(b, 900n * GB, '2026-06-10T00:00:00Z'), ...['s1', 's2'].map((one) => thing(b, 'source', one, '2026-06-03T00:00:00Z')));
    await world.at('2026-07-02T00:00:00Z');

    const invoice = await world.api.draftInvoice(world.operator(a, b), { tenantId: a, period: '2026-06' });

    expect(invoice).toMatchObject({
      tenantId: a, period: '2026-06', status: 'draft', number: null, version: 1, isToDate: false, firstDay: '2026-06-01', lastDay: '2026-06-30', currency: 'JPY',
      subtotal: '363056', taxTotal: '36305', total: '399361', buyerName: 'みほん精機株式会社', isQualifiedInvoice: false, priceVersion: 1,
      taxes: [{ taxCategory: 'S', taxRate: '10', taxable: '363056', tax: '36305' }],
    });
    expect(invoice.lines.map((line) => [line.meter, line.measuredQuantity, line.quantity, line.amount])).toEqual([
      ['plan_fee', '30', '1', '300000'], ['ingest_gb', '412.600000001', '112.600000001', '63056'], ['source', '1', '0', '0'], ['user', '0', '0', '0'],
    ]);
    expect(invoice.lines.reduce((sum, { amount }) => sum + BigInt(amount), 0n).toString()).toBe(invoice.subtotal);
  });

  it('trace every line to exactly the ledger entries whose sum is its quantity', async () => {
    await world.at('2026-06-30T12:00:00Z');
    const [a, b] = [await world.tenant(), await world.tenant()];
    const mine = [bytes(a, 7n, '2026-06-01T00:00:00+09:00'), bytes(a, 11n, '2026-06-20T03:00:00Z'), bytes(a, -2n, '2026-06-20T03:00:00Z')];
    await world.meter(a, ...mine, bytes(a, 1_000n, '2026-05-31T23:59:59+09:00'), thing(a, 'user', 'u1', '2026-06-05T00:00:00Z'), thing(a, 'user', 'u1', '2026-06-06T00:00:00Z'));
    await world.meter(b, bytes(b, 5_000n, '2026-06-10T00:00:00Z'));

    const operator = world.operator(a, b);
    const { lines } = await world.api.draftInvoice(operator, { tenantId: a, period: 'to-date' });
    await world.meter(a, bytes(a, 99n, '2026-06-21T00:00:00Z'));
    const of = async (meter: string) => {
      const lineId = lines.find((line) => line.meter === meter)?.lineId ?? '';
      return (await world.api.invoiceLineUsage(operator, { lineId, first })).items;
    };

    expect((await of('ingest_gb')).map(({ entryId }) => entryId)).toEqual(mine.map(({ usageId }) => usageId));
    expect(lines[1].measuredQuantity).toBe('0.000000016');
    expect((await of('user')).map(({ subject }) => subject)).toEqual(['u1', 'u1']);
    expect(lines[3].measuredQuantity).toBe('1');
    expect(await of('plan_fee')).toEqual([]);
    const paged = await world.api.invoiceLineUsage(operator, { lineId: lines[1].lineId, first: 2 });
    const rest = await world.api.invoiceLineUsage(operator, { lineId: lines[1].lineId, first: 2, after: paged.nextCursor ?? '' });
    expect([...paged.items, ...rest.items].map(({ entryId }) => entryId)).toEqual(mine.map(({ usageId }) => usageId));
    expect(rest.nextCursor).toBeNull();
  });

  it('count an event once however often it comes, take corrections as entries of their own, and let nobody change one', async () => {
    await world.at('2026-06-15T12:00:00Z');
    const [a, b] = [await world.tenant(), await world.tenant()];
    const event = bytes(a, 400n * GB, '2026-06-10T00:00:00Z');
    const gone = thing(a, 'source', 's9', '2026-06-10T00:00:00Z');
    await world.meter(a, event, { ...event, quantity: '1' }, event, gone, thing(a, 'source', 's1', '2026-06-10T00:00:00Z'));
    // The same id of another tenant is another event.
    await world.meter(b, { ...event, tenantId: b });
    await world.meter(a, bytes(a, -100n * GB, '2026-06-10T00:00:00Z', { correctionOf: event.usageId }), { ...gone, usageId: newId(), quantity: '-1', correctionOf: gone.usageId });

    const invoice = await world.api.draftInvoice(world.operator(a), { tenantId: a, period: '2026-06' });

    expect(invoice.lines.map(({ measuredQuantity }) => measuredQuantity)).toEqual(['15', '300', '1', '0']);
    const change = world.billing.run(forTest(a), (tx) => tx.execute('update billing.usage_entry set quantity = 0'));
    await expect(change).rejects.toMatchObject({ code: '42501' });
    await expect(world.billing.run(forTest(a), (tx) => tx.execute('delete from billing.usage_entry'))).rejects.toMatchObject({ code: '42501' });
  });

  it('refuse usage of the future and corrections of nothing, and keep both as dead letters', async () => {
    await world.at('2026-06-15T12:00:00Z');
    const a = await world.tenant();
    await world.meter(a, bytes(a, 1n, '2026-06-15T12:06:00Z'), bytes(a, 2n, '2026-06-15T12:04:00Z'), bytes(a, 3n, '2026-06-15T11:00:00Z', { correctionOf: newId() }));

    const kept = await world.billing.read(forTest(a), (read) => read.sql('select quantity from billing.usage_entry'));
    const letters = await world.relay.sql('select reason, attempts from lane.dead_letter where tenant_id = $1 order by at', [a]);

    expect(kept).toEqual([{ quantity: '2' }]);
    expect(letters).toEqual([{ reason: 'usage.future_dated', attempts: 1 }, { reason: 'usage_entry.not_found', attempts: 3 }]);
  });

  it('charge the month to date by its days and say so', async () => {
    await world.at('2026-06-10T15:30:00Z');
    const a = await world.tenant();

    const invoice = await world.api.draftInvoice(world.operator(a), { tenantId: a, period: 'to-date' });

    // In Tokyo it is the 11th already.
    expect(invoice).toMatchObject({ period: '2026-06', isToDate: true, firstDay: '2026-06-01', lastDay: '2026-06-11', subtotal: '110000', taxTotal: '11000', total: '121000' });
  });

  it('begin with the agreement and are cut at midnight of its own zone', async () => {
    await world.at('2026-06-30T23:00:00Z');
    const [tokyo, berlin] = [await world.tenant({ startsOn: '2026-06-16' }), await world.tenant({ timeZone: 'Europe/Berlin', language: 'en', currency: 'USD' })];
    for (const tenant of [tokyo, berlin]) {
      await world.meter(tenant, bytes(tenant, 1n * GB, '2026-06-30T14:59:59Z'), bytes(tenant, 2n * GB, '2026-06-30T15:00:00Z'), bytes(tenant, 4n * GB, '2026-06-30T22:00:00Z'));
    }
    const operator = world.operator(tokyo, berlin);

    const inTokyo = await world.api.draftInvoice(operator, { tenantId: tokyo, period: '2026-06' });
    const inBerlin = await world.api.draftInvoice(operator, { tenantId: berlin, period: '2026-06' });

    expect(inTokyo).toMatchObject({ firstDay: '2026-06-16', subtotal: '150000' });
    expect([inTokyo.lines[1].measuredQuantity, inBerlin.lines[1].measuredQuantity]).toEqual(['1', '3']);
    expect(inBerlin).toMatchObject({ currency: 'USD', subtotal: '2000.00', taxTotal: '0.00', total: '2000.00', taxes: [{ taxCategory: 'O', taxRate: '0', taxable: '2000.00', tax: '0.00' }] });
  });

  it('keep id, version, sums and document when drafted again, also side by side; more usage makes the next version', async () => {
    await world.at('2026-06-15T12:00:00Z');
    const a = await world.tenant();
    const operator = world.operator(a);
    const wish = { tenantId: a, period: '2026-06' };
    await world.meter(a, bytes(a, 500n * GB, '2026-06-10T00:00:00Z'));

    const drafts = await Promise.all(Array.from({ length: 6 }, () => world.api.draftInvoice(operator, wish)));
    const file = await world.api.invoiceFile(operator, { invoiceId: drafts[0].invoiceId });
    await world.meter(a, bytes(a, 100n * GB, '2026-06-11T00:00:00Z'));
    const next = await world.api.draftInvoice(operator, wish);

    expect(new Set(drafts.map((draft) => JSON.stringify(draft))).size).toBe(1);
    expect(drafts[0]).toMatchObject({ version: 1, file: { sha256: file.sha256, pages: 1 } });
    expect(next).toMatchObject({ invoiceId: drafts[0].invoiceId, version: 2 });
    expect(next.file?.sha256).not.toBe(file.sha256);
    expect(BigInt(next.subtotal) - BigInt(drafts[0].subtotal)).toBe(56_000n);
    expect((await auditsOf(a)).filter((action) => action === 'invoice.drafted')).toHaveLength(2);
  });

  it('come to the same sums and document after a crash between draft and document', async () => {
    await world.at('2026-06-15T12:00:00Z');
    const a = await world.tenant();
    const operator = world.operator(a);
    await world.meter(a, bytes(a, 321n * GB, '2026-06-10T00:00:00Z'));
    const dropped = world.billing.run(operator, async (tx) => {
      await world.drafts.redraft(tx, '2026-06');
      throw new RangeError('killed');
    });
    await expect(dropped).rejects.toThrow('killed');

    const undrawn = await world.billing.run(operator, (tx) => world.drafts.redraft(tx, '2026-06'));
    const file = await world.api.invoiceFile(operator, { invoiceId: undrawn.invoiceId });
    const again = await world.api.draftInvoice(operator, { tenantId: a, period: '2026-06' });

    expect(undrawn).toMatchObject({ version: 1, file: null });
    expect(again).toMatchObject({ version: 1, subtotal: undrawn.subtotalMinor.toString(), file: { sha256: file.sha256 } });
    expect(Buffer.from(file.content, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('get numbers without gap or double from twenty finalisations at once, only after the days of grace, and stay as they are', async () => {
    await world.at('2026-06-15T12:00:00Z');
    const tenants = await Promise.all(Array.from({ length: 10 }, () => world.tenant()));
    const operator = world.operator(...tenants);
    await world.at('2026-07-03T14:59:00Z');
    const drafts = [];
    for (const tenantId of tenants) for (const period of ['2026-05', '2026-06']) drafts.push(await world.billing.run({ ...operator, tenantId }, (tx) => world.drafts.redraft(tx, period)));
    await expect(world.api.finaliseInvoice(operator, { invoiceId: drafts[1].invoiceId })).rejects.toMatchObject({ slug: 'invoice.grace_not_over' });
    await world.at('2026-07-03T15:00:01Z');
    const before = await lastNumber();

    // Each is asked for twice, so that repeats and rollbacks would show as gaps.
    const finals = await Promise.all(drafts.flatMap(({ invoiceId }) => [0, 1].map(() => world.api.finaliseInvoice(operator, { invoiceId }))));

    const numbers = [...new Set(finals.map(({ number }) => number))].sort();
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, at) => `INV-${String(before + at + 1).padStart(6, '0')}`));
    expect(finals[2]).toMatchObject({ status: 'final', issuedOn: '2026-07-04', isQualifiedInvoice: false, file: { name: `invoice-${finals[2].number?.toLowerCase()}.pdf` } });
    await expect(world.api.draftInvoice(operator, { tenantId: tenants[0], period: '2026-06' })).rejects.toMatchObject({ slug: 'invoice.already_final', kind: 'Conflict' });
    for (const statement of ["update billing.invoice set total_minor = 0, subtotal_minor = 0, tax_minor = 0", "update billing.invoice set status = 'draft', number = null, issued_on = null, finalised_at = null",
      'update billing.invoice set file_name = null', 'delete from billing.invoice_line', 'delete from billing.invoice_tax']) {
      await expect(world.billing.run({ ...operator, tenantId: tenants[0] }, (tx) => tx.execute(statement))).rejects.toMatchObject({ code: '23001' });
    }
  });

  const lastNumber = async (): Promise<number> => Number((await world.billing.read(forTest(world.provider), (read) =>
    read.sql<{ last: string }>('select last_number::text as last from billing.issuer')))[0].last);

  it('give a number back when the finalisation fails', async () => {
    const a = await world.tenant();
    const before = await lastNumber();

    const failed = world.billing.run(forTest(a), async (tx) => {
      await tx.sql('select billing.take_number($1, $2)', [world.provider, newId()]);
      throw new RangeError('killed');
    });

    await expect(failed).rejects.toThrow('killed');
    expect(await lastNumber()).toBe(before);
  });

  it('take late usage of a final month onto the next invoice, once', async () => {
    await world.at('2026-05-20T00:00:00Z');
    const a = await world.tenant();
    const operator = world.operator(a);
    await world.meter(a, bytes(a, 299n * GB, '2026-05-10T00:00:00Z'));
    await world.at('2026-06-02T00:00:00Z');
    const draft = await world.api.draftInvoice(operator, { tenantId: a, period: '2026-05' });
    // Within the days of grace an event still counts for its own month.
    await world.meter(a, bytes(a, 11n * GB, '2026-05-31T00:00:00Z'));
    await world.at('2026-06-05T00:00:00Z');
    const may = await world.api.finaliseInvoice(operator, { invoiceId: draft.invoiceId });
    const late = bytes(a, 20n * GB, '2026-05-31T01:00:00Z');
    await world.meter(a, late);

    await world.at('2026-07-05T00:00:00Z');
    const juneDraft = await world.api.draftInvoice(operator, { tenantId: a, period: '2026-06' });
    const june = await world.api.finaliseInvoice(operator, { invoiceId: juneDraft.invoiceId });
    const july = await world.api.draftInvoice(operator, { tenantId: a, period: 'to-date' });

    expect([draft.lines[1].amount, may.lines[1].amount]).toEqual(['0', '5600']);
    expect((await world.api.invoice(operator, { invoiceId: may.invoiceId })).total).toBe(may.total);
    const lateLine = june.lines.at(-1);
    expect(lateLine).toMatchObject({ kind: 'late', meter: 'ingest_gb', usagePeriod: '2026-05', measuredQuantity: '20', quantity: '20', amount: '11200', unitPrice: '560' });
    expect((await world.api.invoiceLineUsage(operator, { lineId: lateLine?.lineId ?? '', first })).items.map(({ entryId }) => entryId)).toEqual([late.usageId]);
    expect(june.subtotal).toBe('311200');
    expect(july.lines.filter(({ kind }) => kind === 'late')).toEqual([]);
  });

  it('are billed by the agreement that was in force when the month ended', async () => {
    await world.at('2026-05-20T00:00:00Z');
    const a = await world.tenant();
    await world.at('2026-06-10T00:00:00Z');
    await world.agreementChanged(a, agreementOf({ version: 2, plan: 'mdr_enterprise', billingName: 'みほんホールディングス株式会社' }));
    const operator = world.operator(a);

    const may = await world.api.draftInvoice(operator, { tenantId: a, period: '2026-05' });
    const june = await world.api.draftInvoice(operator, { tenantId: a, period: '2026-06' });

    expect(may).toMatchObject({ plan: 'mdr_standard', agreementVersion: 1, subtotal: '300000', buyerName: 'みほん精機株式会社' });
    expect(june).toMatchObject({ plan: 'mdr_enterprise', agreementVersion: 2, buyerName: 'みほんホールディングス株式会社' });
  });

  it('are not found by anyone else, and what the provider opens stands in the tenant’s log', async () => {
    await world.at('2026-06-15T12:00:00Z');
    const [a, b] = [await world.tenant(), await world.tenant()];
    await world.meter(a, bytes(a, 1n, '2026-06-10T00:00:00Z'));
    const { invoiceId, lines } = await world.api.draftInvoice(world.operator(a), { tenantId: a, period: 'to-date' });
    const stranger = forTest(b, { audience: 'customer' });
    const own = forTest(a, { audience: 'customer' });
    // Staff without a named tenant act from the provider's tenant.
    const staff = { ...world.operator(a, b), tenantId: world.provider };
    const span = { from: '2026-06-01T00:00:00Z', until: '2026-07-01T00:00:00Z' };

    await expect(world.api.invoice(stranger, { invoiceId })).rejects.toMatchObject({ slug: 'invoice.not_found' });
    await expect(world.api.invoiceFile(stranger, { invoiceId })).rejects.toMatchObject({ kind: 'NotFound' });
    await expect(world.api.finaliseInvoice(stranger, { invoiceId })).rejects.toMatchObject({ kind: 'NotFound' });
    await expect(world.api.invoiceLineUsage(stranger, { lineId: lines[1].lineId, first })).rejects.toMatchObject({ kind: 'NotFound' });
    await expect(world.api.draftInvoice(stranger, { tenantId: a, period: 'to-date' })).rejects.toMatchObject({ kind: 'NotFound' });
    await expect(world.api.invoices(stranger, { tenantId: a, first })).rejects.toMatchObject({ kind: 'NotFound' });
    await expect(world.api.usage(stranger, { tenantId: a, ...span })).rejects.toMatchObject({ kind: 'NotFound' });
    expect((await world.api.invoices(stranger, { first })).items).toEqual([]);
    expect((await world.api.invoices(own, { first })).items.map((item) => item.invoiceId)).toEqual([invoiceId]);
    await world.api.invoice(own, { invoiceId });
    expect((await auditsOf(a)).filter((action) => action.endsWith('opened'))).toEqual([]);

    await world.api.invoiceFile(staff, { invoiceId });
    expect((await world.api.invoices(staff, { first })).items.map((item) => item.tenantId)).toEqual([a]);
    expect((await auditsOf(a)).filter((action) => action.endsWith('opened'))).toEqual(['invoice.opened']);
    expect(await world.api.usage(own, { tenantId: a, ...span })).toEqual([{ tenantId: a, meter: 'ingest_bytes', day: '2026-06-10', quantity: '1', subjects: 1, entries: 1 }]);
  });

  it('refuse months that have not begun, agreements that have not, and plans without a price', async () => {
    await world.at('2026-06-15T12:00:00Z');
    const [later, yuan] = [await world.tenant({ startsOn: '2026-07-01' }), await world.tenant({ currency: 'CNY' })];
    const operator = world.operator(later, yuan);

    await expect(world.api.draftInvoice(operator, { tenantId: later, period: '2026-07' })).rejects.toMatchObject({ slug: 'invoice.period_not_begun' });
    await expect(world.api.draftInvoice(operator, { tenantId: later, period: '2026-06' })).rejects.toMatchObject({ slug: 'invoice.agreement_not_begun' });
    await expect(world.api.draftInvoice(operator, { tenantId: yuan, period: '2026-06' })).rejects.toMatchObject({ slug: 'billing.plan_not_priced', kind: 'PreconditionFailed' });
  });
});
