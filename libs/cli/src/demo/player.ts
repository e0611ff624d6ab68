import { backgroundEvents } from './background';
import type { DemoEvent, DemoSource } from './event-text';
import type { HecSender } from './hec-sender';
import { rest } from '../service/rest';
import { storyEvents, type Story } from './story';

/** One client company's senders, by the kind of source whose events they carry. */
export interface Stage {
  readonly slug: string;
  readonly tenantIndex: number;
  readonly senders: ReadonlyMap<DemoSource, HecSender>;
}

const TICK_MS = 200;

/** Plays a story whole, its last event now: its times look as if the attack had just happened. Resolves when the door has all of it. */
export async function playStory(stage: Stage, story: Story, nowMs: number): Promise<number> {
  const lengthMs = Math.max(...story.steps.map(({ atSec, repeat }) => atSec + (repeat === undefined ? 0 : repeat.count * repeat.everySec))) * 1_000;
  const events = storyEvents(story, nowMs - lengthMs);
  await deliver(stage, events);
  return events.length;
}

/** Sends `perSecond` harmless events of one company until the signal comes; a slow moment of the door is made up for by larger batches. */
export async function streamBackground(stage: Stage, perSecond: number, signal: AbortSignal): Promise<void> {
  const began = performance.now();
  let sent = 0;
  while (!signal.aborted) {
    const due = Math.floor(((performance.now() - began) * perSecond) / 1_000) - sent;
    const nowMs = Date.now();
    await deliver(stage, backgroundEvents(nowMs, stage.tenantIndex, nowMs, due));
    sent += due;
    await rest(TICK_MS, signal);
  }
}

async function deliver({ senders }: Stage, events: readonly DemoEvent[]): Promise<void> {
  const bySource = new Map<DemoSource, DemoEvent[]>();
  for (const event of events) bySource.set(event.source, [...(bySource.get(event.source) ?? []), event]);
  const played = [...bySource].flatMap(([source, own]) => {
    const sender = senders.get(source);
    return sender === undefined ? [] : [sender.send(own.map(({ body }) => body))];
  });
  await Promise.all(played);
}
