import { CatchUp } from './catch-up';

describe('catching up with the lane', () => {
  let now = 0;
  const clock = (): number => now;
  beforeEach(() => { now = 1_000; });

  it('keeps timers back for a moment after the start, and no longer when no old record comes', () => {
    const catchUp = new CatchUp(2_000, clock);

    expect(catchUp.waitMs()).toBe(2_000);
    now += 500;
    catchUp.handled(40);
    expect(catchUp.waitMs()).toBe(1_500);
    now += 1_500;
    expect(catchUp.waitMs()).toBe(0);
  });

  it('keeps them back while old records come, but never longer than the promise to tell a breach allows', () => {
    const catchUp = new CatchUp(2_000, clock);
    const waits: number[] = [];

    for (let step = 0; step < 50; step += 1) {
      now += 1_000;
      catchUp.handled(3_600_000);
      waits.push(catchUp.waitMs());
    }

    expect(waits.slice(0, 3)).toEqual([2_000, 2_000, 2_000]);
    expect(waits.slice(43)).toEqual([1_000, 0, 0, 0, 0, 0, 0]);
  });

  it('begins anew with a second outage', () => {
    const catchUp = new CatchUp(2_000, clock);
    now += 100_000;
    expect(catchUp.waitMs()).toBe(0);

    catchUp.handled(60_000);

    expect(catchUp.waitMs()).toBe(2_000);
  });
});
