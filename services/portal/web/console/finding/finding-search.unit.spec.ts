import { readFindingSearch } from './finding-search';

describe('the address of a finding', () => {
  it.each<[Record<string, unknown>, Record<string, unknown>]>([
    [{}, {}], [{ raw: 'tree' }, { raw: 'tree' }], [{ raw: 'hex' }, { dropped: 'raw' }], [{ raw: ['tree'], y: 1 }, { dropped: 'raw,y' }], [{ dropped: 'raw,<b>' }, { dropped: 'raw' }],
  ])('%j is read as %j', (raw, read) => {
    expect(readFindingSearch(raw)).toEqual(read);
    expect(readFindingSearch({ ...readFindingSearch(raw) })).toEqual(read);
  });
});
