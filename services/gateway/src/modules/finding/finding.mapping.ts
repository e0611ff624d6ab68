import type { FindingView } from '@yagura/contracts';
import { SEVERITY, toRef, VERDICT } from '../case/case.mapping';

export const toFinding = ({ findingId, tenant, rule, verdict, ...row }: FindingView) => ({
  ...row, id: findingId, tenantId: tenant.tenantId, tenant: toRef(tenant), ruleId: rule.id, ruleTitle: rule.title, severity: SEVERITY[rule.level], tactics: rule.tactics,
  techniques: rule.techniques, ruleAuthor: rule.author, ruleLicense: rule.license, verdict: verdict === null ? null : VERDICT[verdict],
});
