import { randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { backgroundEvents } from '../demo/background';
import type { HecBody } from '../demo/event-text';
import { answerApart } from './apart';
import { postHec } from './hec-post';
import type { MarkedEvent, RoadJob, RoadResult } from './road-job';

const SEED = 20_261_122;
const RETRY_MS = 100;
/** Larger than any patience of a benchmark: a door that stays shut is a fault to report. */
const MAX_TRIES = 600;

/** Sends a steady load: whoever is late sends at once, and what was due meanwhile follows, so that the load is the same for a slow door. */
async function sendSteadily({ hecUrl, sources, eventsPerSec, findingsPerSec, seconds }: RoadJob): Promise<RoadResult> {
  const agent = new Agent({ keepAlive: true });
  const marked: MarkedEvent[] = [];
  const doorMs: number[] = [];
  const total = { events: 0, batches: 0, refused: 0 };
  const began = performance.now();
  const share = (ofSecond: number, turn: number): number => Math.floor(((turn + 1) * ofSecond) / sources.length) - Math.floor((turn * ofSecond) / sources.length);

  const follow = async (source: number): Promise<void> => {
    const { token, company } = sources[source];
    const channel = randomUUID();
    for (let second = 0; second < seconds; second += 1) {
      const turn = second * sources.length + source;
      await pause(Math.max(0, began + (turn / sources.length) * 1_000 - performance.now()));
      const marks = Array.from({ length: share(findingsPerSec, turn) }, (_, index) => markedEvent(`machine-${turn}-${index}`));
      const events: HecBody[] = [...backgroundEvents(SEED, company, Date.now(), Math.max(0, share(eventsPerSec, turn) - marks.length)).map(({ body }) => body), ...marks];
      if (events.length === 0) continue;
      const body = gzipSync(events.map((event) => JSON.stringify(event)).join('\n'));
      const sentAt = performance.now();
      total.refused += await untilAccepted(() => postHec(agent, hecUrl, { token, channel, body }));
      doorMs.push(performance.now() - sentAt);
      const acceptedAt = Date.now();
      marked.push(...marks.map(({ host }) => ({ host, acceptedAt })));
      total.events += events.length;
      total.batches += 1;
    }
  };
  await Promise.all(sources.map((_, source) => follow(source)));
  agent.destroy();
  return { ...total, marked, doorMs };
}

/** Answers how often the door refused before it took the batch. */
async function untilAccepted(post: () => Promise<number>): Promise<number> {
  for (let refused = 0; refused < MAX_TRIES; refused += 1) {
    const status = await post();
    if (status === 200) return refused;
    if (status < 500) throw new TypeError(`the door answered ${status}`);
    await pause(RETRY_MS);
  }
  throw new TypeError('the door stayed busy');
}

/** Somebody cleared the security log of a machine: a rule of our own pack finds that, and a case has one machine. */
function markedEvent(host: string): HecBody {
  const now = Date.now();
  return {
    time: now / 1_000, host, sourcetype: 'windows',
    event: {
      EventTime: new Date(now).toISOString(), Hostname: host, EventID: 1102, Channel: 'Security', SourceName: 'Microsoft-Windows-Security-Auditing',
      SourceModuleName: 'eventlog', SourceModuleType: 'im_msvistalog', SubjectUserName: 'svc-backup',
    },
  };
}

// The file is the entry of the child process.
if (require.main === module) answerApart(sendSteadily);
