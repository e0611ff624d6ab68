import fc from 'fast-check';
import { canonicalText, type CanonicalValue } from './canonical';

describe('canonical text', () => {
  it.each<[string, CanonicalValue, string]>([
    ['sorts names by UTF-16 code units, not by code points', { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, 'ö': 7 },
      '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"\u{1f600}":5,"\ufb33":3}'],
    ['writes numbers as ECMAScript does', [333333333.33333329, 1e-27, 4.5, 2e-3, -0], '[333333333.3333333,1e-27,4.5,0.002,0]'],
    ['escapes only what JSON must', '€$\u000f\nA\'B"\\\\"/', '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'],
    ['keeps the largest exact whole number a number', [9007199254740991, -9007199254740991n], '[9007199254740991,-9007199254740991]'],
    ['writes larger whole numbers as strings', [9007199254740993n, 2 ** 53, -(2n ** 64n)], '["9007199254740993","9007199254740992","-18446744073709551616"]'],
    ['leaves out absent members', { b: undefined, a: null }, '{"a":null}'],
  ])('%s', (_title, value, text) => {
    expect(canonicalText(value)).toBe(text);
  });

  it.each<[string, unknown, string]>([
    ['a number that is not finite', { a: [1, Number.NaN] }, '$.a[1]'],
    ['half of a surrogate pair', ['\ud800'], '$[0]'],
    ['half of a surrogate pair in a name', { '\udfff': 1 }, '$'],
    ['a date, whose text depends on who writes it', { at: new Date(0) }, '$.at'],
    ['a hole in a list', [undefined], '$[0]'],
    ['a function', { f: () => 1 }, '$.f'],
  ])('refuses %s and says where', (_title, value, path) => {
    expect(() => canonicalText(value as CanonicalValue)).toThrow(expect.objectContaining({ slug: 'proof.not_canonical', path }));
  });

  it('refuses a circular value instead of ending the stack', () => {
    const loop: Record<string, CanonicalValue> = {};
    loop.self = loop;

    expect(() => canonicalText(loop)).toThrow(expect.objectContaining({ slug: 'proof.not_canonical' }));
  });

  it('is the same for every order of members and survives a reading and a writing', () => {
    fc.assert(fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ stringUnit: 'grapheme' })), (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse()) as Record<string, CanonicalValue>;

      const text = canonicalText(value as CanonicalValue);

      expect(canonicalText(turned)).toBe(text);
      expect(canonicalText(JSON.parse(text) as CanonicalValue)).toBe(text);
    }));
  });
});
