import { Inject, Injectable } from '@nestjs/common';
import { forSystem } from '@yagura/kernel';
import { LOG, type Worker } from '@yagura/runtime';
import type { Logger } from 'pino';
import { PROVIDER_TENANT_ID } from '../provider/provider';
import { SequencerService } from './sequencer.service';

/** An entry is chained within a second of its commit; the look itself is one indexed question. */
const EVERY_MS = 300;

/** Keeps the chains up with what is committed. Several may run: the database lets one of them number at a time. */
@Injectable()
export class SequencerWorker implements Worker {
  private timer?: NodeJS.Timeout;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(private readonly sequencer: SequencerService, @Inject(LOG) private readonly log: Logger) {}

  async start(): Promise<void> {
    this.next(0);
    await Promise.resolve();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private next(afterMs: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => { this.running = this.round(); }, afterMs);
  }

  private async round(): Promise<void> {
    try {
      const isMore = await this.sequencer.round(forSystem(PROVIDER_TENANT_ID, 'tenants'));
      this.next(isMore ? 0 : EVERY_MS);
    } catch (error) {
      this.log.warn({ err: error }, 'the audit chain could not be continued; it is tried again');
      this.next(EVERY_MS);
    }
  }
}
