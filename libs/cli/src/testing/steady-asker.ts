import { setTimeout as pause } from 'node:timers/promises';

const PAUSE_MS = 500;

/** Someone who has a page open: asks again and again until told to stop, and keeps what was not answered. */
export class SteadyAsker {
  answered = 0;
  readonly refused: string[] = [];
  private stopped = false;
  private readonly loop: Promise<void>;

  constructor(private readonly ask: () => Promise<unknown>) {
    this.loop = this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.loop;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.ask();
        this.answered += 1;
      } catch (error) {
        this.refused.push(String(error));
      }
      await pause(PAUSE_MS);
    }
  }
}
