import { setTimeout as pause } from 'node:timers/promises';
import { QUEUE_VERSIONS } from '../api/case-documents';
import type { GatewayClient } from '../api/gateway-client';
import { CHANGE_CASE_STATUS } from '../api/world-documents';

/** Changes on their way at a time. */
const AT_ONCE = 6;
const CASES = 60;

/** Changes of cases that go on until they are stopped. */
export interface RunningChanges {
  /** Changes that were made so far. */
  readonly made: number;
  /** Ends when the last change is through. */
  stop(): Promise<void>;
}

/** Changes the status of the queue's first cases through the API, about so many times a second, as a busy shift and its rules would. */
export async function changeCases(gateway: GatewayClient, perSec: number): Promise<RunningChanges> {
  const { cases: { nodes } } = await gateway.ask(QUEUE_VERSIONS, { first: CASES });
  const waiting = [...nodes];
  const began = performance.now();
  const state = { made: 0, asked: 0, isOver: false };
  const work = async (): Promise<void> => {
    while (!state.isOver) {
      const early = began + (state.asked / perSec) * 1_000 - performance.now();
      state.asked += 1;
      if (early > 0) await pause(early);
      const next = waiting.shift();
      if (next === undefined) continue;
      const isHeld = next.status === 'ON_HOLD';
      const input = { caseId: next.id, expectedVersion: next.version, status: isHeld ? 'IN_PROGRESS' : 'ON_HOLD', holdReason: isHeld ? null : 'CUSTOMER' };
      const { changeCaseStatus } = await gateway.ask(CHANGE_CASE_STATUS, { input });
      waiting.push({ ...changeCaseStatus.case, status: input.status });
      state.made += 1;
    }
  };
  const all = Promise.all(Array.from({ length: AT_ONCE }, work));
  // A refusal is told by `stop`, not by the process.
  all.catch(() => undefined);
  return {
    get made() { return state.made; },
    stop: async () => {
      state.isOver = true;
      await all;
    },
  };
}
