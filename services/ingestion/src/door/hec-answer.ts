import type { Evidence } from '../batch/batch';

/** Splunk's answers by code: HTTP status and text (Splunk HEC documentation; 23 and up as one emulator has them). */
const ANSWERS = {
  0: [200, 'Success'], 1: [403, 'Token disabled'], 2: [401, 'Token is required'], 3: [401, 'Invalid authorization'], 4: [403, 'Invalid token'],
  5: [400, 'No data'], 6: [400, 'Invalid data format'], 8: [500, 'Internal server error'], 9: [503, 'Server is busy'], 10: [400, 'Data channel is missing'],
  11: [400, 'Invalid data channel'], 12: [400, 'Event field is required'], 13: [400, 'Event field cannot be blank'], 14: [400, 'ACK is disabled'],
  16: [400, 'Query string authorization is not enabled'], 17: [200, 'HEC is healthy'], 18: [503, 'HEC is unhealthy, queues are full'],
  23: [503, 'Server is shutting down'], 24: [200, 'HEC is healthy, queues are approaching capacity'],
} as const;

export type HecCode = keyof typeof ANSWERS;

export interface HecAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, string | number>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export function hecAnswer(code: HecCode, extra: Readonly<Record<string, number>> = {}, headers?: Readonly<Record<string, string>>): HecAnswer {
  const [status, text] = ANSWERS[code];
  return { status, body: { text, code, ...extra }, headers };
}

/** 413 is ours on every HTTP door; Splunk knows no code for it, and clients go by the status. */
export const tooLarge = (): HecAnswer => ({ status: 413, body: { text: 'Request entity too large', code: 6 } });

export const unsupportedEncoding = (): HecAnswer => ({ status: 415, body: { text: 'Unsupported content encoding', code: 6 } });
export const unknownPath = (): HecAnswer => ({ status: 404, body: { text: 'The requested URL was not found on this server.', code: 404 } });
export const wrongMethod = (allow: string): HecAnswer => ({ status: 405, body: { text: 'Method Not Allowed', code: 405 }, headers: { allow } });

/** A refusal that the door ends a request with. `evidence` is a body that its client will drop, so the door keeps it. */
export class HecRefusal extends Error {
  override readonly name = 'HecRefusal';

  constructor(readonly answer: HecAnswer, readonly evidence?: Evidence) {
    super('refused');
  }
}

/** Overload, quota and a log that cannot be written look alike to a HEC client: busy, with the seconds to wait. */
export const busy = (retryAfterSec: number): HecAnswer => hecAnswer(9, {}, { 'retry-after': String(retryAfterSec) });
