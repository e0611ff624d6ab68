import { SharedLook } from './shared-look';

describe('a question that many ask', () => {
  it('is answered to each by an answer from after it was asked, with one asking at a time', async () => {
    const answers: ((value: number) => void)[] = [];
    const look = new SharedLook(() => new Promise<number>((resolve) => { answers.push(resolve); }));
    const first = look.next();
    const [second, third] = [look.next(), look.next()];

    expect(answers).toHaveLength(1);
    answers[0](1);
    expect(await first).toBe(1);
    await new Promise((resolve) => { setImmediate(resolve); });
    expect(answers).toHaveLength(2);
    answers[1](2);

    expect([await second, await third]).toEqual([2, 2]);
  });

  it('is asked again after one that failed', async () => {
    let asked = 0;
    const look = new SharedLook(() => { asked += 1; return asked === 1 ? Promise.reject(new RangeError('away')) : Promise.resolve(asked); });

    await expect(look.next()).rejects.toThrow('away');
    await expect(look.next()).resolves.toBe(2);
  });
});
