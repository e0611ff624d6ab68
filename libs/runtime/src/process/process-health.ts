import type { Progress } from './progress';

/** A position that has not moved for this long, although something waits, is no progress (reliability, section 6, item 7). */
const STILL_MS = 60_000;
const WATCH_EVERY_MS = 5_000;
/** Looks at readers within one time of silence, so that a short one is noticed soon. */
const LOOKS = 4;
/** A check that takes longer than this says no. */
const CHECK_WITHIN_MS = 2_000;

/** Undefined when all is well, or what is not, in a constant sentence. */
export type Check = () => Promise<string | undefined>;

export interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
  readonly reason?: string;
}

/** Whether this process may be given work: everything that it stands on answers, and everything that it reads moves. */
export class ProcessHealth {
  private readonly checks = new Map<string, Check>();
  private watched: (() => readonly Progress[])[] = [];
  private watchdog?: NodeJS.Timeout;
  private phase: 'starting' | 'running' | 'stopping' = 'starting';

  add(name: string, check: Check): void {
    this.checks.set(name, check);
  }

  /** Readers whose progress counts; asked anew at each look, since some appear only later. */
  watch(progress: () => readonly Progress[]): void {
    this.watched.push(progress);
  }

  get progress(): readonly Progress[] {
    return this.watched.flatMap((look) => look());
  }

  started(): void {
    this.phase = 'running';
  }

  /** Not ready from now on, so that nobody sends more. */
  stopping(): void {
    this.phase = 'stopping';
    clearInterval(this.watchdog);
  }

  /**
   * Calls `onDead` with the name of a reader that gave no sign of life for `silenceMs`: whoever supervises the process starts another. The hardest group
   * of events takes less than five minutes with all its repeats, so no shorter time is for daily use.
   */
  guard(onDead: (reader: string) => void, silenceMs: number): void {
    this.watchdog = setInterval(() => {
      const dead = this.progress.find(({ silentMs }) => silentMs > silenceMs);
      if (dead !== undefined) onDead(dead.name);
    }, Math.min(WATCH_EVERY_MS, silenceMs / LOOKS));
    this.watchdog.unref();
  }

  async readiness(): Promise<{ readonly ready: boolean; readonly checks: readonly CheckResult[] }> {
    const phase: CheckResult = this.phase === 'running' ? { name: 'process', ok: true } : { name: 'process', ok: false, reason: `is ${this.phase}` };
    const asked = await Promise.all([...this.checks].map(async ([name, check]) => resultOf(name, await within(CHECK_WITHIN_MS, check))));
    const readers = this.progress.map((progress) => resultOf(progress.name, reasonOf(progress)));
    const checks = [phase, ...asked, ...readers];
    return { ready: checks.every(({ ok }) => ok), checks };
  }
}

const resultOf = (name: string, reason: string | undefined): CheckResult => (reason === undefined ? { name, ok: true } : { name, ok: false, reason });

function reasonOf({ laneIsAway, stillMs }: Progress): string | undefined {
  if (laneIsAway) return 'its lane does not answer';
  return stillMs > STILL_MS ? 'has not moved although something waits' : undefined;
}

async function within(ms: number, check: Check): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => { timer = setTimeout(() => resolve('does not answer in time'), ms); });
  return Promise.race([check().catch(() => 'does not answer'), late]).finally(() => clearTimeout(timer));
}
