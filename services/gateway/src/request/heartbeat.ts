import { setTimeout as wait } from 'node:timers/promises';

const EVERY_MS = 10_000;

/** One beat at once, then one every ten seconds, until the reader goes. */
export async function* heartbeats(): AsyncGenerator<{ heartbeat: string }> {
  for (;;) {
    yield { heartbeat: new Date().toISOString() };
    await wait(EVERY_MS, undefined, { ref: false });
  }
}
