/**
 * A question to the broker that many ask at once. Each gets an answer that was asked for after it came, and there is never more than one
 * question under way and one behind it.
 */
export class SharedLook<T> {
  private running?: Promise<T>;
  private following?: Promise<T>;

  constructor(private readonly ask: () => Promise<T>) {}

  next(): Promise<T> {
    if (this.running === undefined) return this.begin();
    this.following ??= this.running.then(() => undefined, () => undefined).then(() => {
      this.following = undefined;
      return this.begin();
    });
    return this.following;
  }

  private begin(): Promise<T> {
    const asked = this.ask();
    const over = (): void => { if (this.running === asked) this.running = undefined; };
    this.running = asked;
    asked.then(over, over);
    return asked;
  }
}
