import { Bell } from './bell';
import { LookLoop } from './look-loop';

/** A loop whose looks the test answers one by one. */
function room(): { loop: LookLoop; bell: Bell; failures: unknown[]; nextLook(): Promise<(answer: number | Error) => void> } {
  const bell = new Bell();
  const failures: unknown[] = [];
  const looks: ((answer: number | Error) => void)[] = [];
  let came: () => void = () => undefined;
  const look = (): Promise<number> => new Promise((resolve, reject) => {
    looks.push((answer) => (typeof answer === 'number' ? resolve(answer) : reject(answer)));
    came();
  });
  const loop = new LookLoop({ bell, look, onFailure: (error) => failures.push(error), afterFailureMs: 1 });
  const nextLook = async (): Promise<(answer: number | Error) => void> => {
    const first = looks.shift();
    if (first !== undefined) return first;
    await new Promise<void>((resolve) => { came = resolve; });
    return nextLook();
  };
  return { loop, bell, failures, nextLook };
}
const HOUR = 3_600_000;

describe('a loop that looks for work', () => {
  it('looks at once, again at once when there was work, and rests otherwise until the bell rings', async () => {
    const { loop, bell, nextLook } = room();
    loop.start();
    (await nextLook())(0);
    (await nextLook())(HOUR);
    await new Promise((resolve) => setImmediate(resolve));
    bell.ring();
    (await nextLook())(HOUR);
    await loop.stop();
    expect(loop.isStopped).toBe(true);
  });

  it('does not rest after a ring that came during its look', async () => {
    const { loop, bell, nextLook } = room();
    loop.start();
    const answer = await nextLook();
    bell.ring();
    answer(HOUR);
    (await nextLook())(HOUR);
    await loop.stop();
  });

  it('tells a failure and looks again', async () => {
    const { loop, failures, nextLook } = room();
    loop.start();
    (await nextLook())(new Error('away'));
    (await nextLook())(HOUR);
    expect(failures).toEqual([new Error('away')]);
    await loop.stop();
  });

  it('stops after the look under way, and hears no ring from then on', async () => {
    const { loop, bell, nextLook } = room();
    loop.start();
    const answer = await nextLook();
    let isOver = false;
    const stopped = loop.stop().then(() => { isOver = true; });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isOver).toBe(false);
    answer(0);
    await stopped;
    bell.ring();
    await expect(Promise.race([nextLook(), new Promise((resolve) => { setImmediate(() => resolve('none')); })])).resolves.toBe('none');
  });
});
