import { Injectable } from '@nestjs/common';
import type { RulesInput, RuleSummary, SetRuleInput } from '@yagura/contracts';
import { TenantDb } from '@yagura/db';
import { NotFound, type TenantContext, type TenantId } from '@yagura/kernel';
import { parseRules } from '@yagura/sigma';
import { OWN_PACK_DIR } from '../content/load-pack';
import { packTexts } from '../content/pack-texts';
import type { RuleText } from '../pipeline/decode-job';
import { contentVersionOf } from '../pipeline/decode';
import { summaryOf } from './rule';
import { NoSuchRule } from './rule.errors';
import { overrides, saveOverride } from './rule.repository';

/** A tenant's choice made in this process takes effect at once; one made elsewhere within this time. */
const KEEP_MS = 5_000;

/** The shared rule pack and what each tenant switched off in it. */
@Injectable()
export class RuleService {
  readonly texts: readonly RuleText[] = packTexts(OWN_PACK_DIR);
  readonly contentVersion = contentVersionOf(this.texts);
  private readonly summaries = this.texts.flatMap(({ file, text }) => parseRules(text, file).rules).map(summaryOf);
  private readonly kept = new Map<TenantId, { readonly until: number; readonly ids: readonly string[] }>();

  constructor(private readonly db: TenantDb) {}

  /** All rules, or the named one alone; none for an id that there is no rule of. */
  async list(ctx: TenantContext, { tenantId, ruleId }: RulesInput): Promise<{ readonly contentVersion: string; readonly items: RuleSummary[] }> {
    return this.db.run(ctx, async (tx) => {
      if (ctx.audience === 'staff') await tx.auditList({ list: 'rules' });
      const chosen = new Map((await overrides(tx, inScope(ctx, tenantId))).map((row) => [row.rule_id, row]));
      const items = this.summaries.filter((rule) => ruleId == null || rule.ruleId === ruleId).map((summary) => {
        const choice = chosen.get(summary.ruleId);
        return { ...summary, tenantId, enabled: choice?.is_disabled !== true, reason: choice?.reason ?? null };
      });
      return { contentVersion: this.contentVersion, items };
    });
  }

  async set(ctx: TenantContext, { tenantId, ruleId, enabled, reason }: SetRuleInput): Promise<RuleSummary> {
    const rule = this.summaries.find((one) => one.ruleId === ruleId);
    if (rule === undefined) throw new NoSuchRule();
    return this.db.run({ ...ctx, tenantId: inScope(ctx, tenantId) }, async (tx) => {
      await saveOverride(tx, ruleId, !enabled, reason);
      await tx.audit({ action: enabled ? 'rule.enabled' : 'rule.disabled', objectKind: 'rule', objectId: ruleId, details: { reason } });
      tx.afterCommit(() => { this.kept.delete(tx.tenantId); });
      return { ...rule, tenantId, enabled, reason };
    });
  }

  /** Ids of the rules that the context's tenant switched off, as far as this process knows. */
  async disabledOf(ctx: TenantContext): Promise<readonly string[]> {
    const known = this.kept.get(ctx.tenantId);
    if (known !== undefined && known.until > performance.now()) return known.ids;
    const rows = await this.db.read(ctx, (read) => overrides(read, ctx.tenantId));
    const ids = rows.filter(({ is_disabled: off }) => off).map(({ rule_id: id }) => id);
    this.kept.set(ctx.tenantId, { until: performance.now() + KEEP_MS, ids });
    return ids;
  }
}

/** The named tenant when it lies in the caller's scope; a foreign one is not found, like one that never was. */
function inScope(ctx: TenantContext, tenantId: string): TenantId {
  const found = ctx.readScope.find((id) => id === tenantId);
  if (found === undefined) throw new NotFound('tenant');
  return found;
}
