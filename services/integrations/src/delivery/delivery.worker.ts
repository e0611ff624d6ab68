import { Inject, Injectable } from '@nestjs/common';
import { asId, forNobody, forSystem } from '@yagura/kernel';
import { Bell, LOG, LookLoop, type Worker } from '@yagura/runtime';
import type { Logger } from 'pino';
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
  private readonly loop: LookLoop;

  constructor(private readonly sendings: SendingService, bell: Bell, @Inject(LOG) private readonly log: Pick<Logger, 'warn'>) {
    this.loop = new LookLoop({
      bell, afterFailureMs: LOOK_AGAIN_MS, onFailure: (err) => { log.warn({ err }, 'due webhook messages cannot be read; looking again'); },
      look: async () => (await this.look() ? 0 : LOOK_AGAIN_MS),
    });
  }

  start(): Promise<void> {
    this.loop.start();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    await this.loop.stop();
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([Promise.allSettled(this.underWay), new Promise((resolve) => { timer = setTimeout(resolve, STOP_MS); })]);
    clearTimeout(timer);
  }

  /** Takes what is due into hand, one after the other, and lets each go its way; true when there may be more at once. */
  private async look(): Promise<boolean> {
    const free = SHARES.process - this.underWay.size;
    if (free <= 0) return false;
    let taken = 0;
    for (const due of await this.sendings.due(forNobody('integrations'), free)) {
      if (this.loop.isStopped) break;
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
        this.loop.wake();
      });
    this.underWay.add(way);
  }
}
