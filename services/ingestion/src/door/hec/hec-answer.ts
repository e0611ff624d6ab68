import { type Answer, JSON_TYPE, type Worded } from '../answer';
import { type DoorRefusal, type HecRefused, REFUSALS } from '../refusal';

/** Splunk's codes that are no refusal of a request: 17 and 24 answer health, and so does 18, which a load balancer acts on. */
const SAID = {
  0: [200, 'Success'], 17: [200, 'HEC is healthy'], 18: [503, 'HEC is unhealthy, queues are full'], 24: [200, 'HEC is healthy, queues are approaching capacity'],
} as const;

export type HecSaid = keyof typeof SAID;

const hecJson = (status: number, body: Readonly<Record<string, string | number>>, headers?: Readonly<Record<string, string>>): Answer =>
  ({ status, body: JSON.stringify(body), contentType: JSON_TYPE, headers });

export function hecAnswer(code: HecSaid): Answer {
  const [status, text] = SAID[code];
  return hecJson(status, { text, code });
}

/** The answer to OPTIONS. */
export const allowing = (allow: string): Answer => hecJson(200, {}, { allow });

/** A refusal as Splunk says it, with the number of the event at fault and the seconds to wait where they are known. */
export function hecRefusal({ refused, facts: { at, retryAfterSec } }: Pick<DoorRefusal<HecRefused>, 'refused' | 'facts'>, headers?: Readonly<Record<string, string>>): Worded {
  const [status, code, text] = REFUSALS[refused].hec;
  const where: Readonly<Record<string, number>> = at === undefined ? {} : { 'invalid-event-number': at };
  return { code, answer: hecJson(status, { text, code, ...where }, retryAfterSec === undefined ? headers : { ...headers, 'retry-after': String(retryAfterSec) }) };
}
