import fc from 'fast-check';
import { marksOf, termsOfTests } from './highlight';

const found = (text: string, ...terms: readonly [label: string, value: string][]): string[] =>
  marksOf(text, terms.map(([label, value]) => ({ label, value }))).map(({ from, to, label }) => `${label}=${text.slice(from, to)}`);

describe('values of a finding in the raw record', () => {
  it('are found wherever they stand, whatever their case', () => {
    expect(found('user=M.Ito host=fs01 m.ito', ['user', 'm.ito'], ['host', 'FS01'])).toEqual(['user=M.Ito', 'host=fs01', 'user=m.ito']);
  });

  it('are found as JSON and as XML write them', () => {
    expect(found('{"Image":"C:\\\\Windows\\\\vssadmin.exe"}', ['image', 'C:\\Windows\\vssadmin.exe'])).toEqual(['image=C:\\\\Windows\\\\vssadmin.exe']);
    expect(found('<Data>cmd /c &quot;a&quot; &amp; b</Data>', ['cmd', 'cmd /c "a" & b'])).toEqual(['cmd=cmd /c &quot;a&quot; &amp; b']);
  });

  it('leave the place to the longer value', () => {
    expect(found('vssadmin delete shadows', ['image', 'vssadmin'], ['cmd', 'vssadmin delete shadows'])).toEqual(['cmd=vssadmin delete shadows']);
  });

  it('are not looked for when they are too short to say anything', () => {
    expect(found('1 and 11', ['event', '1'], ['n', '11'])).toEqual([]);
  });

  it('keep their places where letters change their length with their case', () => {
    expect(found('İİİ root', ['user', 'root'])).toEqual(['user=root']);
  });

  it('never overlap, and stay in order', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '"', '\\', 'İ'), minLength: 3, maxLength: 5 });
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', 'b', 'A', '"', '\\', 'İ'), maxLength: 60 }), fc.array(word, { maxLength: 5 }), (text, words) => {
      const marks = marksOf(text, words.map((value, index) => ({ label: String(index), value })));
      for (const [index, { from, to }] of marks.entries()) {
        expect(from).toBeGreaterThanOrEqual(marks[index - 1]?.to ?? 0);
        expect(to).toBeLessThanOrEqual(text.length);
      }
    }));
  });
});

describe('values of a rule', () => {
  it('are its plain words between wildcards', () => {
    expect(termsOfTests([{ field: 'Image', modifiers: ['endswith'], values: ['\\vssadmin.exe'] }, { field: 'Cmd', modifiers: [], values: ['*delete*shadows?', 'a\\*bc'] }])).toEqual([
      { label: 'Image', value: '\\vssadmin.exe' }, { label: 'Cmd', value: 'delete' }, { label: 'Cmd', value: 'shadows' }, { label: 'Cmd', value: 'a*bc' },
    ]);
  });

  it('are none where the rule compares in another way', () => {
    expect(termsOfTests([{ field: 'x', modifiers: ['re'], values: ['.*foo'] }, { field: 'y', modifiers: ['cidr'], values: ['10.0.0.0/8'] }])).toEqual([]);
  });
});
