import fc from 'fast-check';
import { filterKey, filterPart, isNarrowed, queueFilter, readQueueSearch, statusesOf, statusText } from './queue-search';

const id = '01a20193-24e7-73e1-9e56-cbec19a28f2c';

describe('the address of the queue', () => {
  it('is understood as it was written', () => {
    const raw = { status: 'new,on_hold', severity: 'high', tenant: 'aoba-foods', owner: 'nobody', q: 'FS01', rows: 'tall', peek: id };
    expect(readQueueSearch(raw)).toEqual(raw);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a status that there is not', { status: 'new,lost' }, 'status'],
    ['a severity in capitals', { severity: 'HIGH' }, 'severity'],
    ['a slug with a path in it', { tenant: '../x' }, 'tenant'],
    ['an owner by name', { owner: 'sato' }, 'owner'],
    ['a list where words belong', { q: ['a'] }, 'q'],
    ['words with a control character', { q: 'a\u0000b' }, 'q'],
    ['words that are too long', { q: 'x'.repeat(101) }, 'q'],
    ['an id that is none', { peek: '1' }, 'peek'],
    ['a name that means nothing here', { sort: 'age' }, 'sort'],
    ['a name that is not fit to be shown', { '<img>': 'x' }, '?'],
    ['a name that every object has', { constructor: 'x' }, 'constructor'],
  ])('drops and names %s, and keeps the rest', (_what, bad, name) => {
    expect(readQueueSearch({ ...bad, rows: 'tall' })).toEqual({ rows: 'tall', dropped: name });
  });

  it('goes on naming what was dropped until the filter changes', () => {
    const once = readQueueSearch({ severity: 'awful', foo: '1' });
    expect(once).toEqual({ dropped: 'foo,severity' });
    expect(readQueueSearch({ ...once })).toEqual(once);
  });

  it('takes numbers and truths for words, as the router hands them over', () => {
    expect(readQueueSearch({ q: 2041 })).toEqual({ q: '2041' });
    expect(readQueueSearch({ q: true })).toEqual({ q: 'true' });
  });

  it('leads to itself, whatever was typed', () => {
    fc.assert(fc.property(fc.dictionary(fc.constantFrom('status', 'severity', 'tenant', 'owner', 'q', 'rows', 'peek', 'x'), fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constantFrom('new', 'high', 'me', 'tall', id))), (raw) => {
      const read = readQueueSearch(raw);
      expect(readQueueSearch({ ...read })).toEqual(read);
      expect(JSON.stringify(read)).not.toContain('undefined');
    }));
  });
});

describe('the filter of an address', () => {
  it('is the open cases unless it says otherwise, in one spelling', () => {
    expect(statusesOf({})).toEqual(['new', 'in_progress', 'on_hold']);
    expect(readQueueSearch({ status: 'on_hold,new,in_progress' })).toEqual({});
    expect(statusText(['closed', 'new', 'closed'])).toBe('new,closed');
    expect(statusText([])).toBeUndefined();
  });

  it('is asked of the API', () => {
    expect(queueFilter({ status: 'new', severity: 'high', tenant: 'aoba', owner: 'nobody', q: 'FS01' }, id))
      .toEqual({ statuses: ['NEW'], severityAtLeast: 'HIGH', tenantId: id, unassigned: true, words: 'FS01' });
    expect(queueFilter({ owner: 'me' }, undefined)).toEqual({ statuses: ['NEW', 'IN_PROGRESS', 'ON_HOLD'], assignedToMe: true });
  });

  it('is not changed by what is shown of it', () => {
    expect(filterKey({ rows: 'tall', peek: id, dropped: 'x' })).toBe(filterKey({}));
    expect(filterKey({ q: 'a' })).not.toBe(filterKey({ tenant: 'a' }));
    expect(filterPart({ owner: 'me', rows: 'tall', peek: id })).toEqual({ owner: 'me' });
  });

  it('hides something when it leaves open cases out, and nothing when it adds closed ones', () => {
    expect([isNarrowed({}), isNarrowed({ status: 'new,in_progress,on_hold,closed' }), isNarrowed({ rows: 'tall' })]).toEqual([false, false, false]);
    expect([isNarrowed({ status: 'new' }), isNarrowed({ owner: 'me' }), isNarrowed({ q: 'x' }), isNarrowed({ severity: 'low' }), isNarrowed({ tenant: 'a' })]).toEqual([true, true, true, true, true]);
  });
});
