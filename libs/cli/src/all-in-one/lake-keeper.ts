import { startLakeChild, type LakeChild, type LakeChildOptions } from '@yagura/lake';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Keeps the lake's process running: one that dies is started again on the same folder and port, so that clients find it where it was.
 * Writers repeat what was under way with the same token; readers get an error for the moment.
 */
export class LakeKeeper {
  private stopping = false;
  private child?: LakeChild;

  constructor(private readonly options: LakeChildOptions, private readonly report: (facts: { readonly code: number | null; readonly signal: string | null }) => void) {}

  async start(): Promise<LakeChild> {
    const child = await startLakeChild({ ...this.options, port: this.child === undefined ? this.options.port : Number(new URL(this.child.url).port) });
    this.child = child;
    void child.exited.then(async (exit) => {
      if (this.stopping) return;
      this.report(exit);
      await this.again();
    });
    return child;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.child?.stop();
  }

  private async again(): Promise<void> {
    for (let pause = FIRST_PAUSE_MS; !this.stopping; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      try {
        await this.start();
        return;
      } catch {
        // The child has said why on its own stderr; the pause grows and the next try follows.
      }
    }
  }
}
