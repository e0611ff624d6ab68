import type { GatewayClient } from '../api/gateway-client';
import { FINDINGS } from '../api/world-documents';

const EVERY_MS = 150;

/**
 * Watches, as an analyst, when findings can first be read over the API, and keeps how long each took since the door had its batch. The
 * figure includes the watcher's own interval, so it is an upper bound.
 */
export class FindingWatch {
  readonly delaysMs: number[] = [];
  private readonly seen = new Set<string>();
  private readonly sinceMs = Date.now();
  private loop?: Promise<void>;
  private stopped = false;

  constructor(private readonly analyst: GatewayClient) {}

  start(): void {
    this.loop = this.watch();
    // Heard again by whoever stops the watch; until then a fault must not end the process.
    this.loop.catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.loop;
  }

  /** The `share`-th delay by nearest rank; null before the first finding. */
  percentile(share: number): number | null {
    const sorted = [...this.delaysMs].sort((a, b) => a - b);
    return sorted.length === 0 ? null : Math.round(sorted[Math.ceil(share * sorted.length) - 1]);
  }

  private async watch(): Promise<void> {
    while (!this.stopped) {
      const { findings: { nodes } } = await this.analyst.ask(FINDINGS, { first: 100 });
      const now = Date.now();
      for (const { id, receivedAt } of nodes) {
        if (this.seen.has(id)) continue;
        this.seen.add(id);
        const received = Date.parse(receivedAt);
        if (received >= this.sinceMs) this.delaysMs.push(now - received);
      }
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  }
}
