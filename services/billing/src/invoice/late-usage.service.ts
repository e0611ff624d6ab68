import { Injectable } from '@nestjs/common';
import type { TenantTx } from '@yagura/db';
import type { Meter } from '@yagura/rating';
import { AgreementService } from '../agreement/agreement.service';
import { pricesOf } from '../price/price-book';
import { UsageService } from '../usage/usage.service';
import { monthDays } from './billing-period';
import { factsOf, type InvoiceLine, type LineUsage } from './invoice';
import { billedThrough, invoicesWithLateUsage } from './invoice.repository';
import type { InvoiceHead } from './invoice-row.mapping';
import { lateLines } from './late-usage';
import { LEDGER_METER, measuredOf, ratePeriod } from './rate-invoice';

/** Usage that became known after its month's invoice was final: it is owed, and goes onto the next invoice. */
@Injectable()
export class LateUsageService {
  constructor(private readonly agreements: AgreementService, private readonly usage: UsageService) {}

  /** Lines for the draft of `month` in one currency, of all final months before it. */
  async linesFor(tx: TenantTx, month: string, currency: string): Promise<Omit<InvoiceLine, 'lineId'>[]> {
    const found: Omit<InvoiceLine, 'lineId'>[] = [];
    for (const invoice of await invoicesWithLateUsage(tx, month, currency)) found.push(...await this.linesOf(tx, invoice));
    return found;
  }

  private async linesOf(tx: TenantTx, invoice: InvoiceHead): Promise<Omit<InvoiceLine, 'lineId'>[]> {
    const billed = await billedThrough(tx, invoice.period);
    const through = await this.usage.lastSequence(tx, invoice.startsAt, invoice.endsAt);
    const spanOf = (meter: Meter): LineUsage =>
      ({ period: invoice.period, from: invoice.startsAt, until: invoice.endsAt, after: billed.get(meter) ?? invoice.ledgerThrough, through });
    const agreement = (await this.agreements.versions(tx)).find(({ version }) => version === invoice.agreementVersion);
    if (agreement === undefined) return [];
    const plan = pricesOf(agreement, invoice.firstDay);
    const rate = async (throughOf: (meter: Meter) => string) => {
      const rows = [];
      for (const meter of ['ingest_gb', 'source', 'user'] as const) {
        const all = await this.usage.measure(tx, { ...spanOf(meter), after: '0', through: throughOf(meter) });
        rows.push(...all.filter((row) => row.meter === LEDGER_METER[meter]));
      }
      return ratePeriod(plan, measuredOf(rows), { ...invoice, ...monthDays(invoice.period) }).map(factsOf);
    };
    return lateLines(await rate((meter) => spanOf(meter).after), await rate(() => through), spanOf);
  }
}
