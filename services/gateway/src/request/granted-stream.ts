/** How often an open stream asks whether its reader may still read. */
const ASK_AGAIN_MS = 2_000;

/** What a stream asks of whoever opened it. */
export interface StreamKeeper {
  /** Called before the first item; throws when there may be no more streams. */
  begin(): () => void;
  /** Resolves while the reader may read; throws the refusal when no longer. */
  stillGranted(): Promise<void>;
}

/**
 * Passes a stream on while its reader may read, and ends it with the refusal within seconds of the end of that. It asks for one item at a
 * time and only when its reader took the last. Written by hand, because a generator that waits for an item could not be ended by a reader
 * who leaves, and a quiet stream would be kept for nobody.
 */
export class GrantedStream<T> implements AsyncIterableIterator<T> {
  private readonly source: AsyncIterator<T>;
  private pending?: Promise<IteratorResult<T>>;
  private close?: () => void;
  private isOver = false;
  private readonly over: Promise<void>;
  private tellOver: () => void = () => undefined;

  constructor(stream: AsyncIterable<T>, private readonly keeper: StreamKeeper) {
    this.source = stream[Symbol.asyncIterator]();
    this.over = new Promise((resolve) => { this.tellOver = resolve; });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<T>> {
    try {
      if (!this.isOver) this.close ??= this.keeper.begin();
      while (!this.isOver) {
        const turn = await this.turn();
        if (this.isOver) break;
        await this.keeper.stillGranted();
        if (turn === undefined) continue;
        this.pending = undefined;
        if (turn.done === true) break;
        return turn;
      }
    } catch (error) {
      this.finish();
      throw error;
    }
    this.finish();
    return { value: undefined, done: true };
  }

  return(): Promise<IteratorResult<T>> {
    this.finish();
    return Promise.resolve({ value: undefined, done: true });
  }

  /** The next item, or undefined when it is time to ask again, or when the reader left. */
  private async turn(): Promise<IteratorResult<T> | undefined> {
    this.pending ??= this.source.next();
    let timer: NodeJS.Timeout | undefined;
    const elapsed = new Promise<undefined>((resolve) => { timer = setTimeout(() => resolve(undefined), ASK_AGAIN_MS); });
    try {
      return await Promise.race([this.pending, elapsed, this.over.then(() => undefined)]);
    } finally {
      clearTimeout(timer);
    }
  }

  private finish(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.tellOver();
    this.close?.();
    // What was still under way has no reader; its failure would be nobody's.
    this.pending?.catch(() => undefined);
    this.source.return?.().catch(() => undefined);
  }
}
