import { CLOCK_OUTCOMES, CLOCK_STATES, SLA_METRICS, type ClockReplay, type ClockView, type SlaSummary } from '@yagura/contracts';
import type { GatewayContext } from '../../request/gateway-context';
import { SEVERITY } from '../case/case.mapping';
import { enumNames } from '../page/enum-name';
import { tenantRef } from '../tenant/tenant.loader';

const METRIC = enumNames(SLA_METRICS);
const STATE = enumNames(CLOCK_STATES);
const OUTCOME = enumNames(CLOCK_OUTCOMES);

/** The tenant is a function that GraphQL calls only when it is asked for: a resolver per row would cost more than the row. */
export const toClock = (gateway: GatewayContext) => ({ clockId, metric, severity, state, outcome, ...row }: ClockView): Record<string, unknown> => ({
  ...row, id: clockId, tenant: () => tenantRef(gateway, row.tenantId), metric: METRIC[metric], severity: SEVERITY[severity], state: STATE[state], outcome: OUTCOME[outcome],
});

export const toSummary = (gateway: GatewayContext, { items, tenants, ...period }: SlaSummary): Record<string, unknown> => ({
  ...period,
  rows: items.map(({ metric, severity, ...row }) => ({ ...row, metric: METRIC[metric], severity: SEVERITY[severity] })),
  tenants: tenants.map((row) => ({ ...row, tenant: () => tenantRef(gateway, row.tenantId) })),
});

export const toReplay = (gateway: GatewayContext, { clock, entries, result, ...rest }: ClockReplay): Record<string, unknown> => ({
  ...rest, clock: toClock(gateway)(clock), entries: entries.map(({ kind, ...entry }) => ({ ...entry, kind: kind.toUpperCase() })),
  result: { ...result, state: STATE[result.state], outcome: OUTCOME[result.outcome] },
});
