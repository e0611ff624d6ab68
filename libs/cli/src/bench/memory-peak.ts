import { processTree, pssMb } from '@yagura/runtime';

const EVERY_MS = 2_000;

/** Watches the highest memory (sum of PSS) of our process tree without the given processes, until asked. */
export class MemoryPeak {
  private peak = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly without: readonly number[]) {
    this.timer = setInterval(() => this.look(), EVERY_MS);
  }

  /** The peak in MiB; watching ends. */
  end(): number {
    clearInterval(this.timer);
    this.look();
    return Math.round(this.peak);
  }

  private look(): void {
    this.peak = Math.max(this.peak, pssMb(processTree(process.pid).filter((pid) => !this.without.includes(pid))));
  }
}
