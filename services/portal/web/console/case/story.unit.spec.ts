import fc from 'fast-check';
import { emptyPart, news, storyOf, withPage, type Part } from './story';

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 21, 3, minute)).toISOString();
const all = <Row>(rows: readonly Row[], next?: string): Part<Row> => ({ rows, lastAt: undefined, next });
const finding = (id: string, minute: number) => ({ id, createdAt: at(minute) });
const entry = (id: string, minute: number, kind = 'STATUS_CHANGED') => ({ id, at: at(minute), kind });
const comment = (id: string, minute: number) => ({ id, at: at(minute) });
const ids = (story: { readonly items: readonly { readonly id: string }[] }): string[] => story.items.map(({ id }) => id);

describe('the story of a case', () => {
  it('is findings, entries and comments in one order of time', () => {
    const story = storyOf({ findings: all([finding('f1', 1), finding('f2', 9)]), timeline: all([entry('opened', 1, 'OPENED'), entry('taken', 5)]), comments: all([comment('c1', 6)]) });
    expect([ids(story), story.isCut]).toEqual([['opened', 'f1', 'taken', 'c1', 'f2'], false]);
  });

  it('leaves out the entry of a comment, which stands there itself', () => {
    expect(ids(storyOf({ findings: emptyPart, timeline: all([entry('t1', 4, 'COMMENTED'), entry('t2', 5)]), comments: all([comment('c1', 4)]) }))).toEqual(['c1', 't2']);
  });

  it('keeps entries of one decision in the order in which they came', () => {
    expect(ids(storyOf({ findings: emptyPart, timeline: all([entry('z', 4, 'ACKNOWLEDGED'), entry('y', 4, 'ASSIGNED'), entry('x', 4)]), comments: emptyPart }))).toEqual(['z', 'y', 'x']);
  });

  it('names a long time in which nothing happened', () => {
    const { items } = storyOf({ findings: all([finding('f1', 0), finding('f2', 29), finding('f3', 59)]), timeline: emptyPart, comments: emptyPart });
    expect(items.map(({ gapMs }) => gapMs)).toEqual([undefined, undefined, 30 * 60_000]);
  });

  it('ends where a part that was not read to its end ends', () => {
    const story = storyOf({ findings: all([finding('f1', 1), finding('f2', 20)]), timeline: all([entry('t1', 2), entry('t2', 8)], 'more'), comments: all([comment('c1', 9)]) });
    expect([ids(story), story.isCut]).toEqual([['f1', 't1', 't2'], true]);
  });

  it('grows at its end only, however it is read', () => {
    const minutes = fc.array(fc.nat(90), { maxLength: 12 }).map((list) => list.sort((a, b) => a - b));
    fc.assert(fc.property(minutes, minutes, fc.integer({ min: 1, max: 4 }), (entries, said, size) => {
      const [rows, comments] = [entries.map((minute, index) => entry(`t${index}`, minute)), said.map((minute, index) => comment(`c${index}`, minute))];
      let shown: string[] = [];
      let [timeline, talk]: [Part<ReturnType<typeof entry>>, Part<ReturnType<typeof comment>>] = [emptyPart, emptyPart];
      for (let read = 0; read < 13; read += 1) {
        const page = <Row>(list: readonly Row[]) => ({ nodes: list.slice(read * size, (read + 1) * size), pageInfo: { endCursor: String(read + 1), hasNextPage: (read + 1) * size < list.length } });
        timeline = withPage(timeline, page(rows), String(read));
        talk = withPage(talk, page(comments), String(read));
        const now = ids(storyOf({ findings: emptyPart, timeline, comments: talk }));
        // At one instant a comment stands before an entry, so only what is strictly later may be waited for.
        const settled = shown.filter((id) => !isLastInstant(id, shown, rows, comments));
        expect(now.slice(0, settled.length)).toEqual(settled);
        shown = now;
      }
      expect(shown).toHaveLength(rows.length + comments.length);
    }));
  });

  it('tells what is new since it was last read', () => {
    expect(news([{ id: 'a' }, { id: 'b' }], [{ id: 'a' }, { id: 'x' }, { id: 'b' }])).toEqual([{ id: 'x' }]);
  });
});

function isLastInstant(id: string, shown: readonly string[], rows: readonly { id: string; at: string }[], comments: readonly { id: string; at: string }[]): boolean {
  const timeOf = (one: string | undefined): string | undefined => [...rows, ...comments].find((row) => row.id === one)?.at;
  return timeOf(id) === timeOf(shown.at(-1));
}

describe('a part of a case', () => {
  it('is extended by the next page, and patched by the last one when that is read again', () => {
    const first = withPage(emptyPart, { nodes: [{ id: 'a', n: 1 }, { id: 'b', n: 1 }], pageInfo: { endCursor: 'after-b', hasNextPage: true } }, undefined);
    const second = withPage(first, { nodes: [{ id: 'c', n: 1 }], pageInfo: { endCursor: null, hasNextPage: false } }, first.next);
    const again = withPage(second, { nodes: [{ id: 'c', n: 2 }, { id: 'd', n: 1 }], pageInfo: { endCursor: null, hasNextPage: false } }, second.lastAt);

    expect([first.next, second.next, again.lastAt]).toEqual(['after-b', undefined, 'after-b']);
    expect(again.rows).toEqual([{ id: 'a', n: 1 }, { id: 'b', n: 1 }, { id: 'c', n: 2 }, { id: 'd', n: 1 }]);
  });
});
