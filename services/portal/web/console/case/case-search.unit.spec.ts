import { caseNumber, readCaseSearch } from './case-search';

const id = '01a20193-24e7-73e1-9e56-cbec19a28f2c';

describe('the address of a case', () => {
  it.each<[Record<string, unknown>, Record<string, unknown>]>([
    [{}, {}], [{ proof: id }, { proof: id }], [{ proof: '../x' }, { dropped: 'proof' }], [{ proof: 7, x: 'y' }, { dropped: 'proof,x' }], [{ proof: id, '<img>': '1' }, { proof: id }],
    [{ dropped: 'proof' }, { dropped: 'proof' }], [{ dropped: '<b>,x' }, { dropped: 'x' }],
  ])('%j is read as %j', (raw, read) => {
    expect(readCaseSearch(raw)).toEqual(read);
    expect(readCaseSearch({ ...readCaseSearch(raw) })).toEqual(read);
  });

  it.each([['2041', 2041], ['1', 1], ['0', undefined], ['01', undefined], ['-1', undefined], ['1e3', undefined], ['9999999999', undefined], ['x', undefined]])('counts %s as %s', (text, number) => {
    expect(caseNumber(text)).toBe(number);
  });
});
