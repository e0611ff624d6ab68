import type { SourceBalance, SourceHealth } from '@yagura/contracts';
import type { GatewayContext } from '../../request/gateway-context';
import { enumNames } from '../page/enum-name';
import { tenantRef } from '../tenant/tenant.loader';

const STATE = enumNames(['never_seen', 'active', 'silent', 'disabled'] as const);

export const toSourceHealth = (gateway: GatewayContext) => ({ state, ...row }: SourceHealth): Record<string, unknown> =>
  ({ ...row, state: STATE[state], tenant: () => tenantRef(gateway, row.tenantId) });

export const toSourceBalance = (gateway: GatewayContext) => (row: SourceBalance): Record<string, unknown> => ({ ...row, tenant: () => tenantRef(gateway, row.tenantId) });
