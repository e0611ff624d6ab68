import fc from 'fast-check';
import { csvCell, csvText } from './csv';

describe('tables for spreadsheets', () => {
  it.each(['=', '+', '-', '@', '\t', '\r'])('make no formula of a cell that begins with %j, also behind a separator or a quote', (sign) => {
    expect(csvCell(`${sign}1`)).toBe(`"'${sign}1"`);
    expect(csvCell(`a,${sign}1`)).toBe(`"a,'${sign}1"`);
    expect(csvCell(`a;${sign}1`)).toBe(`"a;'${sign}1"`);
    expect(csvCell(`a"${sign}1`)).toBe(`"a""'${sign}1"`);
  });

  it('leave ordinary words as they are', () => {
    expect(csvCell('Ms Kato, 09:12 – opened "FS01"')).toBe('"Ms Kato, 09:12 – opened ""FS01"""');
    expect(csvText([['a', 'b'], ['1', '2']])).toBe('\ufeff"a","b"\r\n"1","2"\r\n');
  });

  it('never let a cell out of its quotes, whatever it holds', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', ',', ';', '"', 'a', '値') }), (text) => {
      const inside = csvCell(text).slice(1, -1);
      expect(inside.replaceAll('""', '')).not.toContain('"');
      expect(inside).not.toMatch(/^[=+\-@\t\r]/);
      expect(inside).not.toMatch(/[,;"][=+\-@\t\r]/);
    }));
  });
});
