import fc from 'fast-check';
import { jsonLines, linesWith, seenLines, type JsonLine } from './json-lines';

const shown = (lines: readonly JsonLine[] | undefined): string[] => (lines ?? []).map(({ depth, name, value }) => `${' '.repeat(depth)}${name === undefined ? '' : `${name}=`}${value}`);

/** The JSON text that lines stand for, without spaces. */
function joined(lines: readonly JsonLine[]): string {
  return lines.map(({ kind, name, value }, index) => {
    const before = lines[index - 1];
    const comma = before === undefined || before.kind === 'open' || kind === 'close' ? '' : ',';
    return `${comma}${name === undefined ? '' : `${JSON.stringify(name)}:`}${kind === 'text' ? JSON.stringify(value) : value}`;
  }).join('');
}

describe('a JSON text as lines', () => {
  it('keeps the order of names, also of those that look like numbers, and a name that comes twice', () => {
    expect(shown(jsonLines('{"b":1,"2":true,"1":null,"b":"x"}'))).toEqual(['{', ' b=1', ' 2=true', ' 1=null', ' b=x', '}']);
  });

  it('keeps every digit of a number', () => {
    expect(shown(jsonLines('[9007199254740993, 1.10, -0, 1E400]'))).toEqual(['[', ' 9007199254740993', ' 1.10', ' -0', ' 1E400', ']']);
  });

  it('says of an opening line where it ends and how much it holds', () => {
    expect(jsonLines('{"a":[1,{"b":[]}],"c":{}}')?.map(({ kind, closedBy, members }) => [kind, closedBy, members])).toEqual([
      ['open', 8, 2], ['open', 6, 2], ['number', undefined, undefined], ['open', 5, 1], ['empty', undefined, undefined], ['close', undefined, undefined],
      ['close', undefined, undefined], ['empty', undefined, undefined], ['close', undefined, undefined],
    ]);
  });

  it.each(['', '12', '"text"', '{"a":}', '<14>Nov 22 sshd: x', '[1,2', '{"a":1} tail', 'null'])('is not made of %j', (text) => {
    expect(jsonLines(text)).toBeUndefined();
  });

  it('holds what the text held, whatever that is', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 5 }).filter((value) => typeof value === 'object' && value !== null), fc.constantFrom(undefined, 2, '\t'), (value, space) => {
      expect(joined(jsonLines(JSON.stringify(value, null, space)) ?? [])).toBe(JSON.stringify(value));
    }));
  });

  it('hides what lies between the ends of a folded line', () => {
    const lines = jsonLines('{"a":[1,2],"b":{"c":3}}') ?? [];
    expect(seenLines(lines, new Set([1]))).toEqual([0, 1, 5, 6, 7, 8]);
    expect(seenLines(lines, new Set([0, 1]))).toEqual([0]);
  });

  it('is searched by names and values', () => {
    const lines = jsonLines('{"User":"m.ito","cmd":"vssadmin USER"}') ?? [];
    expect(linesWith(lines, 'user')).toEqual([1, 2]);
    expect(linesWith(lines, '')).toEqual([]);
  });
});
