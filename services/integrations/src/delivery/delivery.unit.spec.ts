import fc from 'fast-check';
import { askedPauseMs, MOST_ATTEMPTS, PAUSES_MS, reasonOfStatus, verdictOf, type Ending } from './delivery';

const NOW = new Date('2026-05-01T00:00:00Z');
const DAY_MS = 86_400_000;
const answered = (status: number | null, retryAfter?: string): Ending => ({ status, reason: null, durationMs: 1, retryAfter });
const news = (attempts: number) => ({ eventType: 'case.opened' as const, attempts });

describe('the schedule of a message', () => {
  it('is ten attempts over 75 hours and 35 minutes', () => {
    const total = PAUSES_MS.reduce((sum, pause) => sum + pause, 0);

    expect(MOST_ATTEMPTS).toBe(10);
    expect(total).toBe(75 * 3_600_000 + 35 * 60_000 + 5_000);
    expect([...PAUSES_MS].sort((a, b) => a - b)).toEqual(PAUSES_MS);
  });

  it('stretches each pause by up to a tenth and shortens none', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 9 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.constantFrom(null, 100, 101, 199, 300, 304, 400, 404, 429, 500, 503, 599, 600, 999), (attempts, chance, status) => {
      const verdict = verdictOf(answered(status), news(attempts), chance, NOW);
      const pause = PAUSES_MS[attempts - 1];
      return verdict.state === 'pending' && verdict.pauseMs >= pause && verdict.pauseMs <= pause * 1.1 + 1;
    }));
  });

  it('ends with the tenth attempt that fails, with any success, and with 410 at once', () => {
    expect(verdictOf(answered(500), news(10), 0, NOW)).toEqual({ state: 'dead', reason: 'exhausted' });
    expect(verdictOf(answered(410), news(1), 0, NOW)).toEqual({ state: 'dead', reason: 'gone' });
    for (const status of [200, 201, 204, 299]) expect(verdictOf(answered(status), news(10), 0, NOW)).toEqual({ state: 'delivered', reason: null });
  });

  it('gives a test one attempt', () => {
    expect(verdictOf(answered(500), { eventType: 'endpoint.test', attempts: 1 }, 0, NOW)).toEqual({ state: 'dead', reason: 'failed' });
  });
});

describe('the pause that a receiver asks for', () => {
  it.each([
    ['120', 120_000], ['0', 0], ['315360000', DAY_MS], ['9'.repeat(40), DAY_MS], ['Fri, 01 May 2026 01:00:00 GMT', 3_600_000], ['Fri, 01 May 2036 00:00:00 GMT', DAY_MS], ['Thu, 30 Apr 2026 00:00:00 GMT', 0],
    ['-5', 0], ['soon', 0], ['', 0], ['1e9', 0], ['9'.repeat(41), 0], [undefined, 0],
  ])('%j is %i ms', (asked, pauseMs) => {
    expect(askedPauseMs(asked, NOW)).toBe(pauseMs);
  });

  it('is kept when it is longer than the schedule’s own, up to a day', () => {
    expect(verdictOf(answered(503, '60'), news(1), 0, NOW)).toMatchObject({ pauseMs: 60_000 });
    expect(verdictOf(answered(429, '1'), news(3), 0, NOW)).toMatchObject({ pauseMs: 1_800_000 });
    expect(verdictOf(answered(503, '315360000'), news(1), 0, NOW)).toMatchObject({ pauseMs: DAY_MS });
  });
});

describe('the word for a status', () => {
  it.each([[200, null], [299, null], [100, 'status_unknown'], [301, 'redirected'], [404, 'refused'], [410, 'gone'], [503, 'receiver_failed'], [600, 'status_unknown'], [0, 'status_unknown']])('%i is %j', (status, reason) => {
    expect(reasonOfStatus(status)).toBe(reason);
  });
});
