import DataLoader from 'dataloader';
import { slaApi, type ClockView } from '@yagura/contracts';
import type { GatewayContext } from '../../request/gateway-context';

/** As many ids as one call of the service takes. */
const AT_ONCE = 100;

/** What is promised about a case, for all cases of a request together. */
export const clocksOf = (gateway: GatewayContext, caseId: string): Promise<readonly ClockView[]> =>
  gateway.loader('case-clocks', () => makeLoader(gateway)).load(caseId);

function makeLoader(gateway: GatewayContext): DataLoader<string, readonly ClockView[]> {
  return new DataLoader<string, readonly ClockView[]>(async (caseIds) => {
    const { items } = await gateway.call(slaApi.clocksOfCases, { caseIds: [...caseIds] });
    const byCase = new Map<string, ClockView[]>(caseIds.map((caseId) => [caseId, []]));
    for (const clock of items) byCase.get(clock.caseId)?.push(clock);
    return caseIds.map((caseId) => byCase.get(caseId) ?? []);
  }, { maxBatchSize: AT_ONCE });
}
