import { Forbidden } from '@yagura/kernel';
import { GrantedStream } from './granted-stream';

/** A source that counts what is asked of it and gives what the test puts in. */
class Source implements AsyncIterableIterator<number> {
  asked = 0;
  isClosed = false;
  private give: (item: IteratorResult<number>) => void = () => undefined;

  [Symbol.asyncIterator](): this { return this; }

  next(): Promise<IteratorResult<number>> {
    this.asked += 1;
    return new Promise((resolve) => { this.give = resolve; });
  }

  return(): Promise<IteratorResult<number>> {
    this.isClosed = true;
    return Promise.resolve({ value: undefined, done: true });
  }

  put(value: number): void { this.give({ value, done: false }); }
}

const open = (stillGranted: () => Promise<void> = () => Promise.resolve()) => {
  const source = new Source();
  const places = { taken: 0 };
  const begin = (): (() => void) => {
    places.taken += 1;
    return () => { places.taken -= 1; };
  };
  return { source, places, stream: new GrantedStream(source, { begin, stillGranted }) };
};

describe('a stream for one reader', () => {
  it('asks for nothing before its reader does, and for one item at a time', async () => {
    const { source, stream } = open();
    expect(source.asked).toBe(0);

    const first = stream.next();
    source.put(1);

    expect(await first).toEqual({ value: 1, done: false });
    await new Promise((resolve) => setImmediate(resolve));
    expect(source.asked).toBe(1);
  });

  it('ends at once for a reader who leaves while nothing happens, and lets its source go', async () => {
    const { source, stream } = open();
    const waiting = stream.next();

    await stream.return();

    expect(await waiting).toEqual({ value: undefined, done: true });
    expect(await stream.next()).toEqual({ value: undefined, done: true });
    expect(source.isClosed).toBe(true);
  });

  it('holds a place from its first item to its end, however it ends', async () => {
    const left = open();
    expect(left.places.taken).toBe(0);
    void left.stream.next();
    expect(left.places.taken).toBe(1);
    await left.stream.return();
    await left.stream.return();
    expect(left.places.taken).toBe(0);

    const refused = open(() => Promise.reject(new Forbidden('Not any more.', { slug: 'auth.closed' })));
    const next = refused.stream.next();
    refused.source.put(1);
    await expect(next).rejects.toMatchObject({ slug: 'auth.closed' });
    expect([refused.places.taken, refused.source.isClosed]).toEqual([0, true]);
  });

  it('gives no item whose reader lost the grant while it waited', async () => {
    let isGranted = true;
    const { source, stream } = open(() => (isGranted ? Promise.resolve() : Promise.reject(new Forbidden('Not any more.', { slug: 'auth.closed' }))));
    const first = stream.next();
    source.put(1);
    await first;

    isGranted = false;
    const second = stream.next();
    source.put(2);

    await expect(second).rejects.toMatchObject({ kind: 'Forbidden' });
    expect(await stream.next()).toEqual({ value: undefined, done: true });
  });
});
