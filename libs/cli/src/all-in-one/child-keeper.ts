import { setTimeout as pause } from 'node:timers/promises';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;

/** A process of ours that may die on its own. */
export interface Mortal {
  /** Resolves with what is known of its end. */
  readonly ended: Promise<unknown>;
  stop(): Promise<void>;
}

/**
 * Keeps one child process running: one that dies is started again on the same folder and port, so that its clients find it where it was.
 * Who was asking it gets an error for the moment and asks again.
 */
export class ChildKeeper<Child extends Mortal> {
  private stopping = false;
  private child?: Child;
  private revival: Promise<void> = Promise.resolve();

  constructor(private readonly open: (former: Child | undefined) => Promise<Child>, private readonly report: (ending: unknown) => void) {}

  /** Throws when the first start fails; later ones are tried until they succeed or the keeper is stopped. */
  async start(): Promise<Child> {
    const child = await this.open(this.child);
    this.child = child;
    void child.ended.then((ending) => {
      if (this.stopping) return;
      this.report(ending);
      this.revival = this.revive();
    });
    return child;
  }

  /** Also ends what is just being started again. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.revival;
    await this.child?.stop();
  }

  private async revive(): Promise<void> {
    for (let wait = FIRST_PAUSE_MS; !this.stopping; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
      await pause(wait);
      try {
        await this.start();
        return;
      } catch (error) {
        this.report(error);
      }
    }
  }
}
