import { SEVERITIES, severity, type RawEvent, type RuleSummary, type StoredTelemetry } from '@yagura/contracts';
import type { GatewayContext } from '../../request/gateway-context';
import { enumNames } from '../page/enum-name';
import { tenantRef } from '../tenant/tenant.loader';

const LEVEL = enumNames(SEVERITIES);

/** A rule without a level of Sigma's list is judged as medium, like its findings. */
const levelOf = (level: string): string => LEVEL[severity.catch('medium').parse(level)];

export const toRule = (gateway: GatewayContext) => ({ ruleId, level, selections, ...row }: RuleSummary): Record<string, unknown> =>
  ({ ...row, selections: selections.map(({ name, alternatives }) => ({ name, alternatives: alternatives.map((tests) => ({ tests })) })), id: ruleId, level: levelOf(level), tenant: () => tenantRef(gateway, row.tenantId) });

export const toRawEvent = (gateway: GatewayContext, row: RawEvent): Record<string, unknown> => ({ ...row, tenant: () => tenantRef(gateway, row.tenantId) });

export const toStoredTelemetry = (gateway: GatewayContext) => (row: StoredTelemetry): Record<string, unknown> => ({ ...row, tenant: () => tenantRef(gateway, row.tenantId) });
