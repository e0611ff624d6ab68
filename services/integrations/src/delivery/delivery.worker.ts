import { Inject, Injectable } from '@nestjs/common';
import { asId, forNobody, forSystem } from '@yagura/kernel';
import { LOG, type Worker } from '@yagura/runtime';
import type { Logger } from 'pino';
import { Bell } from './bell';
import { SHARES, type DueDelivery, type Sending } from './sending';
import { SendingService } from './sending.service';

/** Messages of other processes, pauses that are over and a moved business time are noticed by looking. */
const LOOK_AGAIN_MS = 1_000;
/** A stop waits this long for calls under way; whoever starts next sends the rest again when their leases run out. */
const STOP_MS = 5_000;

/** Sends what is due, many messages at once. Any number of senders may run: a message is in one hand at a time. */
@Injectable()
export class DeliveryWorker implements Worker {
  private readonly underWay = new Set<Promise<void>>();
  private stopListening?: () => void;
  private running: Promise<void> = Promise.resolve();
  private endPause: () => void = () => undefined;
  private rung = false;
  private stopped = true;

  constructor(private readonly sendings: SendingService, private readonly bell: Bell, @Inject(LOG) private readonly log: Pick<Logger, 'warn'>) {}

  async start(): Promise<void> {
    this.stopped = false;
    this.stopListening = this.bell.onRing(() => this.wake());
    this.running = this.work();
    await Promise.resolve();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.stopListening?.();
    this.wake();
    await this.running;
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([Promise.allSettled(this.underWay), new Promise((resolve) => { timer = setTimeout(resolve, STOP_MS); })]);
    clearTimeout(timer);
  }

  private wake(): void {
    this.rung = true;
    this.endPause();
  }

  private async work(): Promise<void> {
    while (!this.stopped) {
      this.rung = false;
      const isMore = await this.look().catch((error: unknown) => {
        this.log.warn({ err: error }, 'due webhook messages cannot be read; looking again');
        return false;
      });
      // A ring during the look may be about a message that it did not see.
      if (!isMore && !this.rung && !this.stopped) await this.pause();
    }
  }

  /** Takes what is due into hand, one after the other, and lets each go its way; true when there may be more at once. */
  private async look(): Promise<boolean> {
    const free = SHARES.process - this.underWay.size;
    if (free <= 0) return false;
    let taken = 0;
    for (const due of await this.sendings.due(forNobody('integrations'), free)) {
      if (this.stopped) break;
      if (await this.take(due)) taken += 1;
    }
    return taken > 0;
  }

  private async take({ tenantId, deliveryId }: DueDelivery): Promise<boolean> {
    try {
      const sending = await this.sendings.take(forSystem(asId<'tenant'>(tenantId), 'integrations'), deliveryId);
      if (sending !== undefined) this.launch(sending);
      return sending !== undefined;
    } catch (error) {
      this.log.warn({ tenantId, deliveryId, err: error }, 'a webhook message could not be taken into hand; it is tried again');
      return false;
    }
  }

  private launch(sending: Sending): void {
    const { tenantId, deliveryId } = sending;
    const ctx = forSystem(asId<'tenant'>(tenantId), 'integrations');
    const way = this.sendings.send(ctx, sending).then((ending) => this.sendings.note(ctx, sending, ending))
      .catch((error: unknown) => { this.log.warn({ tenantId, deliveryId, err: error }, 'the end of a webhook message could not be noted; it is sent again when its lease runs out'); })
      .finally(() => {
        this.underWay.delete(way);
        this.wake();
      });
    this.underWay.add(way);
  }

  private async pause(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, LOOK_AGAIN_MS);
      this.endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
