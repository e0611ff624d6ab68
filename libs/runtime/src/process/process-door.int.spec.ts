import type { Clock } from '@yagura/kernel';
import type { DomainEvents, LaneRecord } from '@yagura/messaging';
import { openProcessDoor, type ProcessDoor } from './process-door';
import { ProcessHealth, type CheckResult } from './process-health';
import { Progress } from './progress';

import { startMetrics, type ProcessMetrics } from './process-metrics';
import { WatchedDomainEvents } from './watched-lanes';

/** A clock that stands until it is moved. */
class StandingClock implements Clock {
  private ms = 0;
  now(): Date { return new Date(this.ms); }
  monotonicMs(): number { return this.ms; }
  pass(ms: number): void { this.ms += ms; }
}

describe('the internal address of a process', () => {
  const clock = new StandingClock();
  const reader = new Progress('cases', clock);
  let health: ProcessHealth;
  let metrics: ProcessMetrics;
  let door: ProcessDoor;
  let databaseAnswers = true;

  beforeAll(async () => {
    health = new ProcessHealth();
    health.add('database', () => Promise.resolve(databaseAnswers ? undefined : 'does not answer'));
    health.watch(() => [reader]);
    metrics = startMetrics('cases', health);
    door = await openProcessDoor({ host: '127.0.0.1', port: 0, health, metrics, onError: (error) => { throw error; } });
  });
  afterAll(async () => {
    await door.stop();
    await metrics.stop();
  });

  const ask = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${door.port}${path}`);
  const readiness = async (): Promise<{ status: number; failing: string[] }> => {
    const response = await ask('/readyz');
    const { checks } = (await response.json()) as { checks: CheckResult[] };
    return { status: response.status, failing: checks.filter(({ ok }) => !ok).map(({ name, reason }) => `${name} ${reason}`) };
  };

  it('says that the process lives before it is ready', async () => {
    expect((await ask('/healthz')).status).toBe(200);
    expect(await readiness()).toEqual({ status: 503, failing: ['process is starting'] });
    health.started();
    expect(await readiness()).toEqual({ status: 200, failing: [] });
  });

  it('is not ready while the database does not answer, or answers too late', async () => {
    databaseAnswers = false;
    expect(await readiness()).toEqual({ status: 503, failing: ['database does not answer'] });
    databaseAnswers = true;
    health.add('lake', () => new Promise(() => undefined));
    expect(await readiness()).toEqual({ status: 503, failing: ['lake does not answer in time'] });
    health.add('lake', () => Promise.resolve(undefined));
    expect((await readiness()).status).toBe(200);
  });

  it('is not ready when what waits does not move, and is again when it does', async () => {
    reader.taken();
    clock.pass(59_000);
    expect((await readiness()).status).toBe(200);
    reader.taken();
    clock.pass(2_000);
    expect(await readiness()).toEqual({ status: 503, failing: ['cases has not moved although something waits'] });
    reader.moved();
    expect((await readiness()).status).toBe(200);
  });

  it('is not ready when nobody looks for work any more', async () => {
    reader.idle();
    clock.pass(61_000);
    expect(await readiness()).toEqual({ status: 503, failing: ['cases has not moved although something waits'] });
    reader.idle();
    reader.away();
    expect(await readiness()).toEqual({ status: 503, failing: ['cases its lane does not answer'] });
    reader.idle();
  });

  it('counts in the words of Prometheus', async () => {
    reader.taken();
    clock.pass(3_000);
    const text = await (await ask('/metrics')).text();
    reader.moved();

    expect(text).toMatch(/^yagura_process_up\{service="cases"\} 1$/m);
    expect(text).toMatch(/^yagura_reader_still_seconds\{reader="cases"\} 3$/m);
    expect(text).toMatch(/^yagura_process_resident_memory_bytes \d+$/m);
  });

  it.each([['/'], ['/metrics/'], ['/calls/cases/queue'], ['/healthz/../metrics?x']])('has nothing at %s', async (path) => {
    expect((await ask(path)).status).toBe(404);
  });

  it('is not ready from the moment in which it begins to stop', async () => {
    health.stopping();
    expect(await readiness()).toEqual({ status: 503, failing: ['process is stopping'] });
  });
});

describe('a reader that died', () => {
  beforeEach(() => { jest.useFakeTimers({ now: 0 }); });
  afterEach(() => { jest.useRealTimers(); });

  it('is told by name, and one that only fails or waits is not', () => {
    const clock = new StandingClock();
    const [alive, failing, dead] = ['alive', 'failing', 'dead'].map((name) => new Progress(name, clock));
    const health = new ProcessHealth();
    const told: string[] = [];
    health.watch(() => [alive, failing, dead]);
    health.guard((reader) => { told.push(reader); }, 300_000);

    clock.pass(299_000);
    alive.idle();
    failing.away();
    jest.advanceTimersByTime(5_000);
    expect(told).toEqual([]);
    clock.pass(2_000);
    jest.advanceTimersByTime(5_000);
    expect(told).toEqual(['dead']);
    health.stopping();
    jest.advanceTimersByTime(60_000);
    expect(told).toEqual(['dead']);
  });
});

describe('a watched lane', () => {
  const record: LaneRecord = { position: 1n, id: 'x', type: 't', tenantId: 't', envelope: {} };
  const lane = (fetch: DomainEvents['fetch']): WatchedDomainEvents => new WatchedDomainEvents({
    system: 'postgresql', fetch, commit: () => Promise.resolve(), bury: () => Promise.resolve(), onArrival: () => () => undefined, onEvent: () => () => undefined, start: () => Promise.resolve(), stop: () => Promise.resolve(),
  });

  it('knows a consumer that was expected and never looked', () => {
    const watched = lane(() => Promise.resolve([]));
    watched.expect('cases');

    expect(watched.progress.map(({ name }) => name)).toEqual(['cases']);
  });

  it('notes whether the lane answers its reader', async () => {
    let isAway = true;
    const watched = lane(() => (isAway ? Promise.reject(new RangeError('away')) : Promise.resolve([record])));
    await expect(watched.fetch('cases', 1)).rejects.toThrow('away');
    expect(watched.progress[0].laneIsAway).toBe(true);
    isAway = false;
    await watched.fetch('cases', 1);
    expect(watched.progress[0].laneIsAway).toBe(false);
  });
});
