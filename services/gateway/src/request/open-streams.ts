import { RateLimited } from '@yagura/kernel';

/** Streams that one person may keep open: a screen or two of each, not a way to hold the gateway's memory. */
const PER_PERSON = 20;

/** Counts the open streams of each person. */
export class OpenStreams {
  private readonly open = new Map<string, number>();

  /** Opens one; call the answer when it ends. Throws RateLimited beyond what one person may have. */
  begin(userId: string): () => void {
    const count = this.open.get(userId) ?? 0;
    if (count >= PER_PERSON) throw new RateLimited('Too many streams are open for this person; close one first.', { slug: 'stream.too_many', retryAfterSec: 5 });
    this.open.set(userId, count + 1);
    return () => {
      const left = (this.open.get(userId) ?? 1) - 1;
      if (left === 0) this.open.delete(userId);
      else this.open.set(userId, left);
    };
  }
}
