export interface DrainOptions {
  /** Takes one portion; true when there may be another at once. */
  readonly take: () => Promise<boolean>;
  /** Hears of a portion that failed; the next look comes with the next call or at its time. */
  readonly onFailure: (error: unknown) => void;
  /** A call that got lost is repaired by looking again after this long, in milliseconds. */
  readonly lookAgainMs: number;
}

/** Takes portion after portion while there are any and while somebody calls, one at a time. A call during a portion is served by another look. */
export class Drain {
  private timer?: NodeJS.Timeout;
  private running?: Promise<void>;
  private called = false;
  private stopped = true;

  constructor(private readonly options: DrainOptions) {}

  get isStopped(): boolean {
    return this.stopped;
  }

  start(): void {
    this.stopped = false;
    this.timer = setInterval(() => this.wake(), this.options.lookAgainMs);
    this.wake();
  }

  /** Resolves when the portion in hand is through; none follows. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.running;
  }

  /** Before the start and after the stop it is not heard. */
  wake(): void {
    if (this.stopped) return;
    this.called = true;
    this.running ??= this.run();
  }

  private async run(): Promise<void> {
    try {
      while (this.called && !this.stopped) {
        this.called = false;
        if (await this.options.take()) this.called = true;
      }
    } catch (error) {
      this.options.onFailure(error);
    }
    // In the same turn in which the loop saw that nobody called: a call that comes later starts another run.
    this.running = undefined;
  }
}
