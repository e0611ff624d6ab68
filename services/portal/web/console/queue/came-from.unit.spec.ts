import { keepCameFrom, placeIn, readCameFrom } from './came-from';

class Kept {
  readonly held = new Map<string, string>();
  constructor(private readonly room = Number.POSITIVE_INFINITY) {}
  getItem(name: string): string | null { return this.held.get(name) ?? null; }
  removeItem(name: string): void { this.held.delete(name); }
  setItem(name: string, text: string): void {
    if (text.length > this.room) throw new DOMException('full', 'QuotaExceededError');
    this.held.set(name, text);
  }
}
const list = { at: '/queue?severity=high', cases: [{ slug: 'aoba', number: 3 }, { slug: 'kita', number: 3 }, { slug: 'aoba', number: 9 }] };

describe('the list that a case was opened from', () => {
  it('is read as it was kept', () => {
    const storage = new Kept();
    keepCameFrom(storage, list);
    expect(readCameFrom(storage)).toEqual(list);
  });

  it('is forgotten, with the one before it, when there is no room', () => {
    const storage = new Kept(60);
    keepCameFrom(storage, { at: '/queue', cases: [] });
    keepCameFrom(storage, list);
    expect(readCameFrom(storage)).toBeUndefined();
  });

  it.each([['no JSON', '{'], ['no list', '{"at":"/queue"}'], ['an address of another origin', '{"at":"//evil.example","cases":[]}'], ['a script', '{"at":"javascript:alert(1)","cases":[]}']])('is not read from %s', (_what, text) => {
    const storage = new Kept();
    storage.setItem('yagura-came-from', text);
    expect(readCameFrom(storage)).toBeUndefined();
  });

  it('says where a case stands and what is before and behind it', () => {
    expect(placeIn(list, { slug: 'kita', number: 3 })).toEqual({ at: list.at, place: 2, count: 3, previous: list.cases[0], next: list.cases[2] });
    expect(placeIn(list, { slug: 'aoba', number: 3 })).toEqual({ at: list.at, place: 1, count: 3, next: list.cases[1] });
    expect(placeIn(list, { slug: 'aoba', number: 9 })).toEqual({ at: list.at, place: 3, count: 3, previous: list.cases[1] });
    expect(placeIn(list, { slug: 'kita', number: 9 })).toBeUndefined();
    expect(placeIn(undefined, { slug: 'kita', number: 3 })).toBeUndefined();
  });
});
