import { caseSearch } from '../case/case-search';
import { promiseSearch } from './promise-search';

describe('the address of a list', () => {
  it('keeps a month and what is shown of it', () => {
    expect(promiseSearch({ month: '2026-11', show: 'missed' })).toEqual({ month: '2026-11', show: 'missed' });
    expect(caseSearch({ show: 'all' })).toEqual({ show: 'all' });
  });

  it.each([{ month: '2026-13' }, { month: 11 }, { show: 'MISSED' }, { show: ['kept'] }, { other: '1' }, { month: '2026-11-01' }])('leaves out what it does not know: %j', (search) => {
    expect(promiseSearch(search)).toEqual({});
    expect(caseSearch(search)).toEqual({});
  });
});
