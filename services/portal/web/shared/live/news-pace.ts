/** What one look at the pace gives. */
export interface Paced<News> {
  readonly news: readonly News[];
  /** More comes than anybody can follow: nothing is shown one by one. */
  readonly isFlood: boolean;
  /** The flood is over, and what it carried was let go: what is shown has to be read again. */
  readonly isMissing: boolean;
}

/** News for the screen are gathered and handed over four times a second. */
export const LOOK_EVERY_MS = 250;
/** Above this many a second the page says so and counts alone. */
const FLOOD_PER_SEC = 200;

/** Gathers news between two looks, and tells a flood from a busy hour. Holds no clock: each call says what time it is, in milliseconds. */
export class NewsPace<News> {
  private waiting: News[] = [];
  private looks: { readonly at: number; readonly count: number }[] = [];
  private count = 0;
  private wasFlood = false;

  push(news: News): void {
    this.count += 1;
    // A flood's news are not kept: a hidden tab looks rarely, and must not fill its memory meanwhile.
    if (this.waiting.length < FLOOD_PER_SEC) this.waiting.push(news);
  }

  look(now: number): Paced<News> {
    this.looks = [...this.looks.filter(({ at }) => now - at < 1_000), { at: now, count: this.count }];
    this.count = 0;
    const isFlood = this.looks.reduce((sum, { count }) => sum + count, 0) > FLOOD_PER_SEC;
    const news = this.waiting;
    this.waiting = [];
    if (isFlood) {
      this.wasFlood = true;
      return { news: [], isFlood, isMissing: false };
    }
    const isMissing = this.wasFlood;
    this.wasFlood = false;
    return { news, isFlood, isMissing };
  }
}
