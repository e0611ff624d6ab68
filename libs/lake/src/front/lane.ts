import { tooBusy } from './engine-error';

/** A few equal resources handed out one user at a time, in order of asking; beyond `maxWaiting` the next one is refused. */
export class Lane<Resource> {
  private readonly free: Resource[];
  private readonly waiting: ((resource: Resource) => void)[] = [];

  constructor(resources: readonly Resource[], private readonly maxWaiting: number) {
    this.free = [...resources];
  }

  async use<Result>(work: (resource: Resource) => Promise<Result>): Promise<Result> {
    const resource = await this.take();
    try {
      return await work(resource);
    } finally {
      this.giveBack(resource);
    }
  }

  private take(): Promise<Resource> {
    const resource = this.free.pop();
    if (resource !== undefined) return Promise.resolve(resource);
    if (this.waiting.length >= this.maxWaiting) return Promise.reject(tooBusy());
    return new Promise((resolve) => { this.waiting.push(resolve); });
  }

  private giveBack(resource: Resource): void {
    const next = this.waiting.shift();
    if (next) next(resource);
    else this.free.push(resource);
  }
}
