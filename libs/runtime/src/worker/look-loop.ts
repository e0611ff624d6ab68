import type { Bell } from './bell';

export interface LookLoopOptions {
  readonly bell: Bell;
  /** Does what there is to do; answers the milliseconds for which there will be nothing else, 0 for "look again at once". */
  readonly look: () => Promise<number>;
  /** Hears of a look that failed; the next one comes after `afterFailureMs`. */
  readonly onFailure: (error: unknown) => void;
  readonly afterFailureMs: number;
}

/** Looks for work, rests, and looks again: at its time, or at once when the bell rings. One look at a time. */
export class LookLoop {
  private stopListening?: () => void;
  private running: Promise<void> = Promise.resolve();
  private endPause: () => void = () => undefined;
  private rung = false;
  private stopped = true;

  constructor(private readonly options: LookLoopOptions) {}

  get isStopped(): boolean {
    return this.stopped;
  }

  start(): void {
    this.stopped = false;
    this.stopListening = this.options.bell.onRing(() => this.wake());
    this.running = this.work();
  }

  /** Resolves when the look under way has ended; none follows. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.stopListening?.();
    this.wake();
    await this.running;
  }

  wake(): void {
    this.rung = true;
    this.endPause();
  }

  private async work(): Promise<void> {
    const { look, onFailure, afterFailureMs } = this.options;
    while (!this.stopped) {
      this.rung = false;
      const pauseMs = await look().catch((error: unknown) => {
        onFailure(error);
        return afterFailureMs;
      });
      // A ring during the look may be about something that it did not see.
      if (pauseMs > 0 && !this.rung && !this.stopped) await this.pause(pauseMs);
    }
  }

  private async pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
