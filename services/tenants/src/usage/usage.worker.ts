import { Inject, Injectable } from '@nestjs/common';
import { forSystem } from '@yagura/kernel';
import { LOG, type Worker } from '@yagura/runtime';
import type { Logger } from 'pino';
import { PROVIDER_TENANT_ID } from '../provider/provider';
import { UsageService } from './usage.service';

/** A new month is noticed within the hour; entries carry the instant at which they were made, which is in that month. */
const EVERY_MS = 3_600_000;

/** Looks every hour whether a new month has begun somewhere; the ledger's marks make a repeated look harmless, also on many replicas. */
@Injectable()
export class UsageWorker implements Worker {
  private timer?: NodeJS.Timeout;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly usage: UsageService, @Inject(LOG) private readonly log: Logger) {}

  async start(): Promise<void> {
    this.look();
    this.timer = setInterval(() => this.look(), EVERY_MS);
    await Promise.resolve();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private look(): void {
    this.running = this.running.then(() => this.usage.meterAll(forSystem(PROVIDER_TENANT_ID, 'tenants')))
      .catch((error: unknown) => { this.log.warn({ err: error }, 'metering what exists failed; it is tried again in an hour'); });
  }
}
