import fc from 'fast-check';
import { bindParameters } from './bound-parameters';

const bind = (value: string, type = 'String'): string => bindParameters(`SELECT {v:${type}}`, new Map([['v', value]]));

describe('values in the place of parameters', () => {
  it('leave nothing in the text but hexadecimal digits, whatever they are', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (value) => {
      expect(bind(value)).toMatch(/^SELECT CAST\(unhex\('[0-9a-f]*'\) AS String\)$/);
    }));
  });

  it.each([['a\\tb', 'a\tb'], ["it\\'s", "it's"], ['\\\\n', '\\n'], ['\\\\\\n', '\\\n'], ['plain', 'plain'], ['\\q', '\\q']])('reads the escaped text %j back', (sent, meant) => {
    expect(bind(sent)).toBe(`SELECT CAST(unhex('${Buffer.from(meant).toString('hex')}') AS String)`);
  });

  it('keeps an array as the text that the engine itself reads', () => {
    expect(bind("['a\\'b']", 'Array(String)')).toBe(`SELECT CAST(unhex('${Buffer.from("['a\\'b']").toString('hex')}') AS Array(String))`);
  });

  it('does not look for parameters inside a literal', () => {
    expect(bindParameters("SELECT '{v:String}'", new Map([['v', 'x']]))).toBe("SELECT '{v:String}'");
  });

  it('refuses a missing value and a type outside the list', () => {
    expect(() => bindParameters('SELECT {w:String}', new Map())).toThrow(expect.objectContaining({ clickhouseCode: 36 }));
    expect(() => bind('x', "Enum('a')")).toThrow(expect.objectContaining({ clickhouseCode: 36 }));
    expect(() => bind('x', 'Identifier')).toThrow(expect.objectContaining({ clickhouseCode: 36 }));
  });
});
