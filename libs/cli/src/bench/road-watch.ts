import { setTimeout as pause } from 'node:timers/promises';
import type { GatewayClient } from '../api/gateway-client';
import { CASE_CLOCKS, FINDING_HOSTS } from './road-documents';

const EVERY_MS = 100;
const PAGE = 100;

/** When a finding could first be read, and when its case's promises could (Unix milliseconds). */
export interface Seen {
  readonly findingId: string;
  readonly caseId: string | null;
  readonly readableAt: number;
  promisedAt?: number;
}

/**
 * Looks through the public API, ten times a second, for findings that were not there before, and then for the clocks of their cases, one case
 * after the other. What it says therefore includes up to a tenth of a second of its own, and the time of its questions.
 */
export class RoadWatch {
  /** By machine; a second finding of one machine stands beside the first. */
  readonly seen = new Map<string, Seen[]>();
  private readonly known = new Set<string>();
  /** Findings whose case has no clocks yet, the oldest first. */
  private unpromised: Seen[] = [];
  private isOver = false;
  private loops?: Promise<unknown>;

  constructor(private readonly gateway: GatewayClient) {}

  start(): void {
    this.loops = Promise.all([this.repeat(() => this.look(false)), this.repeat(() => this.lookForPromises())]);
    // Heard by whoever stops the watch; until then a fault must not end the process.
    this.loops.catch(() => undefined);
  }

  /** Looks at every finding once more, past all that was seen, and ends. Throws the fault that ended the watch, if one did. */
  async stop(): Promise<void> {
    this.isOver = true;
    await this.loops;
    await this.look(true);
  }

  private async repeat(work: () => Promise<void>): Promise<void> {
    while (!this.isOver) {
      await work();
      await pause(EVERY_MS);
    }
  }

  /** Reads the newest pages until one holds what is known, or all of them. */
  private async look(all: boolean): Promise<void> {
    for (let after: string | null = null; ;) {
      const { findings: { nodes, pageInfo } }: Awaited<ReturnType<RoadWatch['page']>> = await this.page(after);
      const readableAt = Date.now();
      const fresh = nodes.filter(({ id }) => !this.known.has(id));
      for (const { id, caseId, host } of fresh) this.note(host, { findingId: id, caseId, readableAt });
      if (!pageInfo.hasNextPage || (!all && fresh.length < nodes.length)) return;
      after = pageInfo.endCursor;
    }
  }

  private page(after: string | null) {
    return this.gateway.ask(FINDING_HOSTS, { first: PAGE, after });
  }

  private note(host: string, seen: Seen): void {
    this.known.add(seen.findingId);
    this.seen.set(host, [...(this.seen.get(host) ?? []), seen]);
    if (seen.caseId !== null) this.unpromised.push(seen);
  }

  private async lookForPromises(): Promise<void> {
    for (const seen of [...this.unpromised]) {
      const { case: { clocks } } = await this.gateway.ask(CASE_CLOCKS, { id: seen.caseId });
      if (clocks.length > 0) seen.promisedAt = Date.now();
    }
    this.unpromised = this.unpromised.filter(({ promisedAt }) => promisedAt === undefined);
  }
}
