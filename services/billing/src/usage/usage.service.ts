import { Injectable } from '@nestjs/common';
import type { UsageDay, UsageFacts } from '@yagura/contracts';
import { TenantDb, type TenantTx } from '@yagura/db';
import { NotFound, type TenantContext } from '@yagura/kernel';
import { AgreementService } from '../agreement/agreement.service';
import { inTenantOf } from '../tenant/tenant-scope';
import { checkUsage, type LedgerSpan, type UsageEntry, type UsageMeter, type UsageSource } from './usage';
import { addEntry, hasEntry, holdLedger, lastSequence, measureSpan, shareLedger, spanEntries, usageByDay } from './usage.repository';

/** The usage ledger: every metered event once, in the order of recording, for ever. */
@Injectable()
export class UsageService {
  constructor(private readonly db: TenantDb, private readonly agreements: AgreementService) {}

  async metered(tx: TenantTx, source: UsageSource, usage: UsageFacts): Promise<void> {
    checkUsage(usage, tx.now);
    await shareLedger(tx);
    // A correction that comes before what it corrects is tried again and then kept aside.
    if (usage.correctionOf !== null && !(await hasEntry(tx, source, usage.correctionOf))) throw new NotFound('usage entry');
    await addEntry(tx, source, usage);
  }

  /** Holds the written tenant's ledger still until the transaction ends, so that what is counted is what stays counted. */
  async hold(tx: TenantTx): Promise<void> {
    await holdLedger(tx);
  }

  /** The place of the last entry with an event time in [from, until); '0' where there is none. */
  async lastSequence(tx: TenantTx, from: Date, until: Date): Promise<string> {
    return lastSequence(tx, from, until);
  }

  async measure(tx: TenantTx, span: LedgerSpan): Promise<readonly { readonly meter: UsageMeter; readonly total: string; readonly subjects: number }[]> {
    return measureSpan(tx, span);
  }

  /** One more than `first` of a span's entries, so that the caller can tell whether there is a next page. */
  async entries(tx: TenantTx, meter: UsageMeter, span: LedgerSpan, first: number): Promise<readonly UsageEntry[]> {
    return spanEntries(tx, meter, span, first);
  }

  /** What each meter counted per local day of the agreement's zone. */
  async byDay(ctx: TenantContext, { tenantId, from, until }: { readonly tenantId: string; readonly from: string; readonly until: string }): Promise<readonly UsageDay[]> {
    return this.db.run(inTenantOf(ctx, tenantId, 'tenant'), async (tx) => {
      if (tx.audience === 'staff') await tx.auditList({ list: 'usage' });
      const latest = (await this.agreements.versions(tx)).at(-1);
      return usageByDay(tx, { from, until, timeZone: latest?.timeZone ?? 'UTC' });
    });
  }
}
