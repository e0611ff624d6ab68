import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Unavailable } from '@yagura/kernel';
import type { HecBody } from './event-text';

const compress = promisify(gzip);
/** A shipper's patience: the door may be busy for a while, and nothing may be lost meanwhile. */
const TRIES = 8;

/** Sends events to the HEC door as a shipper does: gzip, one channel, and a batch again, unchanged, when the door was busy. */
export class HecSender {
  private readonly channel = randomUUID();
  accepted = 0;

  constructor(private readonly url: string, private readonly token: string) {}

  /** Resolves when the door has acknowledged the whole batch. */
  async send(events: readonly HecBody[]): Promise<void> {
    if (events.length === 0) return;
    const body = new Uint8Array(await compress(events.map((event) => JSON.stringify(event)).join('\n')));
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.post(body);
      if (answer === 'accepted') {
        this.accepted += events.length;
        return;
      }
      if (attempt >= TRIES) throw new Unavailable('The HEC door does not take the sample telemetry.', { slug: 'demo.door_busy' });
      await new Promise((resolve) => setTimeout(resolve, Math.min(5_000, 200 * 2 ** attempt)));
    }
  }

  private async post(body: Uint8Array<ArrayBuffer>): Promise<'accepted' | 'again'> {
    const response = await fetch(`${this.url}/services/collector/event`, {
      method: 'POST', body, headers: { authorization: `Splunk ${this.token}`, 'content-encoding': 'gzip', 'x-splunk-request-channel': this.channel },
    }).catch(() => undefined);
    if (response?.status === 200) return 'accepted';
    if (response === undefined || response.status >= 500) return 'again';
    throw new Unavailable(`The HEC door refuses the sample telemetry: ${await response.text()}`, { slug: 'demo.door_refused' });
  }
}
