import { setTimeout as pause } from 'node:timers/promises';
import { CaseOpenedV1 } from '@yagura/contracts';
import { asId, forSystem, newId, Unavailable } from '@yagura/kernel';
import { publish } from '@yagura/messaging';
import { QUEUE_VERSIONS } from '../api/case-documents';
import type { GatewayClient } from '../api/gateway-client';
import { CHANGE_CASE_STATUS } from '../api/world-documents';
import type { BenchWorld } from './bench-world';

/** Changes on their way at a time. */
const AT_ONCE = 6;
const CASES = 60;
const HEARD_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 250;

/** Changes of cases that go on until they are stopped. */
export interface RunningChanges {
  /** Changes that were made so far. */
  readonly made: number;
  /** Ends when the last change is through. */
  stop(): Promise<void>;
}

/**
 * Seeded cases are known to `cases` alone. Those that will change are told to the other services as opened just now, and this waits until each has its
 * clocks. Throws Unavailable when that takes more than a minute (`bench.unheard`).
 */
export async function announceCases({ stores }: BenchWorld, gateway: GatewayClient): Promise<void> {
  const { cases: { nodes } } = await gateway.ask(QUEUE_VERSIONS, { first: CASES });
  const db = stores.tenantDb('svc_cases', 1);
  try {
    for (const { id, number, title, severity, status, version, groupKey, tenant } of nodes) {
      const tenantId = asId<'tenant'>(tenant.id);
      await db.run(forSystem(tenantId, 'cases'), async (tx) => {
        const at = tx.now.toISOString();
        const told = { tenantId, caseId: id, number, version, severity: severity.toLowerCase(), status: status.toLowerCase(), title, at, groupKey, findingIds: [newId()], firstFindingAt: at };
        await publish(tx, CaseOpenedV1, CaseOpenedV1.data.parse(told));
      });
    }
  } finally {
    await db.close();
  }
  for (let waited = 0; waited < HEARD_WITHIN_MS; waited += LOOK_EVERY_MS) {
    const { cases } = await gateway.ask(QUEUE_VERSIONS, { first: CASES });
    if (cases.nodes.every(({ clocks }) => clocks.length > 0)) return;
    await pause(LOOK_EVERY_MS);
  }
  throw new Unavailable('The seeded cases got no clocks within a minute.', { slug: 'bench.unheard' });
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
      waiting.push({ ...next, ...changeCaseStatus.case, status: input.status });
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
