import fc from 'fast-check';
import { checkedCode, checkedSlug, shapeOf } from './tenant-name';
import { CodeUnfit, SlugUnfit } from './tenant.errors';

describe('the slug of a tenant', () => {
  it.each(['aoba', 'north-wind', 'a1b', 'team-42', `a${'b'.repeat(39)}`])('may be %s', (slug) => {
    expect(checkedSlug(slug)).toBe(slug);
  });

  it.each<[string, string]>([
    ['a path', '../etc'], ['an encoded path', '%2e%2e'], ['a wildcard', 'aoba*'], ['a dot', 'aoba.prod'], ['a quote', "aoba';--"], ['a space', 'aoba prod'],
    ['a capital letter', 'Aoba'], ['an underscore, which topics and patterns read otherwise', 'aoba_x'], ['a Cyrillic a', '\u0430oba'], ['a full-width letter', '\uff41oba'],
    ['an invisible character', 'ao\u200bba'], ['a direction mark', '\u202eaoba'], ['a hyphen in front', '-aoba'], ['a hyphen at the end', 'aoba-'],
    ['the prefix of encoded names', 'xn--aoba'], ['digits only', '12345'], ['two characters', 'ab'], ['41 characters', 'a'.repeat(41)], ['a reserved word', 'admin'],
    ['a word that looks reserved', 'adm1n'], ['a reserved word in pieces', 'sup-port'], ['another that looks reserved', 'yaqura'.replace('q', 'g')], ['nothing', ''],
    ['a line break', 'aoba\nx'],
  ])('cannot be %s', (_, slug) => {
    expect(() => checkedSlug(slug)).toThrow(SlugUnfit);
  });

  it('has one shape for what a tired eye reads as one', () => {
    for (const [a, b] of [['kumo1', 'kumol'], ['kumoi', 'kumo1'], ['0saka', 'osaka'], ['modern', 'modem'], ['vvave', 'wave'], ['ki-ta', 'kita']]) expect(shapeOf(a)).toBe(shapeOf(b));
    expect(shapeOf('aoba')).not.toBe(shapeOf('akebono'));
  });

  it('is safe in an address, a path and a topic whenever it is taken', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => {
      let slug: string;
      try {
        slug = checkedSlug(text);
      } catch (error) {
        return error instanceof SlugUnfit;
      }
      return encodeURIComponent(slug) === slug && /^[a-z0-9-]{3,40}$/.test(slug);
    }));
  });
});

describe('the code of a tenant', () => {
  it('is made of the slug unless it is named', () => {
    expect(checkedCode(undefined, 'north-wind')).toBe('NORTHWIN');
    expect(checkedCode('NW1', 'north-wind')).toBe('NW1');
  });

  it.each(['n', 'north', 'TOOLONGCODE', 'N W', '北'])('cannot be %s', (code) => {
    expect(() => checkedCode(code, 'north-wind')).toThrow(CodeUnfit);
  });
});
