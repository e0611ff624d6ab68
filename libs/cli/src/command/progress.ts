import type { Terminal } from './command';

const WIDTH = 30;

/** Progress of long work: a bar that moves on a terminal, a line per tenth elsewhere, always on stderr. */
export class Progress {
  private lastTenth = -1;

  constructor(private readonly terminal: Terminal, private readonly title: string) {}

  show(done: number, total: number, note = ''): void {
    const share = total === 0 ? 1 : Math.min(1, done / total);
    if (this.terminal.isInteractive) {
      const full = Math.round(share * WIDTH);
      process.stderr.write(`\r${this.title} [${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}] ${Math.round(share * 100)} % ${note}\x1b[K`);
      if (share === 1) process.stderr.write('\n');
      return;
    }
    const tenth = Math.floor(share * 10);
    if (tenth === this.lastTenth) return;
    this.lastTenth = tenth;
    this.terminal.err(`${this.title}: ${tenth * 10} % ${note}`.trimEnd());
  }
}
