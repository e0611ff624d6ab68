import { NewsPace, type Paced } from './news-pace';

/** Looks every 250 ms, with `each` news before each look. */
function looks(pace: NewsPace<number>, from: number, each: readonly number[]): Paced<number>[] {
  return each.map((count, index) => {
    for (let pushed = 0; pushed < count; pushed += 1) pace.push(pushed);
    return pace.look(from + index * 250);
  });
}

describe('the pace of news', () => {
  it('hands over what came since the last look, in its order', () => {
    const pace = new NewsPace<string>();
    pace.push('a');
    pace.push('b');
    expect(pace.look(0)).toEqual({ news: ['a', 'b'], isFlood: false, isMissing: false });
    expect(pace.look(250)).toEqual({ news: [], isFlood: false, isMissing: false });
  });

  it('is no flood at 200 a second, and one above', () => {
    expect(looks(new NewsPace(), 0, [50, 50, 50, 50, 50]).map(({ isFlood }) => isFlood)).toEqual([false, false, false, false, false]);
    expect(looks(new NewsPace(), 0, [50, 50, 50, 51]).map(({ isFlood }) => isFlood)).toEqual([false, false, false, true]);
  });

  it('shows nothing of a flood one by one, and says afterwards, once, that something is missing', () => {
    const paced = looks(new NewsPace(), 0, [10, 1_000, 1_000, 0, 0, 0, 0, 5]);
    expect(paced.map(({ news, isFlood }) => [news.length, isFlood])).toEqual([[10, false], [0, true], [0, true], [0, true], [0, true], [0, true], [0, false], [5, false]]);
    expect(paced.filter(({ isMissing }) => isMissing)).toEqual([paced[6]]);
  });

  it('takes what gathered in a tab that was not looked at for a flood', () => {
    const pace = new NewsPace<number>();
    for (let pushed = 0; pushed < 5_000; pushed += 1) pace.push(pushed);
    expect(pace.look(60_000)).toEqual({ news: [], isFlood: true, isMissing: false });
    expect(pace.look(61_000)).toEqual({ news: [], isFlood: false, isMissing: true });
  });
});
