import { Injectable } from '@nestjs/common';
import { asId, forSystem, type TenantContext } from '@yagura/kernel';
import { TenantsUsageMeteredV1 } from '@yagura/contracts';
import { TenantDb, type TenantTx } from '@yagura/db';
import { publish } from '@yagura/messaging';
import { AgreementService } from '../agreement/agreement.service';
import { billedSubjects, markUsage, meteredTenants } from './usage.repository';
import { usageMonth, type Meter } from './usage-month';

const FIRST = '00000000-0000-0000-0000-000000000000';
const AT_ONCE = 200;

/** Tells billing which sources and people existed in a month: once each, whether they came in it or were there before it began. */
@Injectable()
export class UsageService {
  constructor(private readonly db: TenantDb, private readonly agreements: AgreementService) {}

  /** Meters one thing for the month of the transaction; joins it. */
  async meter(tx: TenantTx, meter: Meter, subjectId: string): Promise<void> {
    const { facts } = await this.agreements.current(tx, tx.tenantId);
    await this.entry(tx, meter, subjectId, facts.timeZone);
  }

  /** Meters everything that exists in every active tenant; a second run in a month adds nothing. */
  async meterAll(ctx: TenantContext): Promise<void> {
    for (let after = FIRST; ;) {
      const page = await this.db.read(ctx, (read) => meteredTenants(read, after, AT_ONCE));
      for (const tenantId of page) await this.meterTenant(forSystem(asId<'tenant'>(tenantId), 'tenants', ctx.correlationId));
      after = page.at(-1) ?? '';
      if (page.length < AT_ONCE) return;
    }
  }

  private async meterTenant(ctx: TenantContext): Promise<void> {
    await this.db.run(ctx, async (tx) => {
      const { facts } = await this.agreements.current(tx, tx.tenantId);
      for (const { meter, subjectId } of await billedSubjects(tx)) await this.entry(tx, meter, subjectId, facts.timeZone);
    });
  }

  private async entry(tx: TenantTx, meter: Meter, subjectId: string, timeZone: string): Promise<void> {
    const entry = usageMonth(tx.tenantId, meter, subjectId, tx.now, timeZone);
    if (!(await markUsage(tx, meter, subjectId, entry))) return;
    await publish(tx, TenantsUsageMeteredV1, {
      tenantId: tx.tenantId, usageId: entry.usageId, meter, subject: subjectId, quantity: '1', eventAt: tx.now.toISOString(),
      reference: `${meter} ${subjectId}`, correctionOf: null,
    });
  }
}
