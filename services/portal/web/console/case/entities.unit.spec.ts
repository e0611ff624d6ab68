import { entitiesOf } from './entities';

describe('the values that a case is about', () => {
  it('stand once each, with the number of findings that name them, machines and people first', () => {
    const findings = [
      { observables: [{ name: 'event_code', value: '1' }, { name: 'user', value: 'm.ito' }, { name: 'host', value: 'FS01' }] },
      { observables: [{ name: 'host', value: 'FS01' }, { name: 'host', value: 'FS01' }, { name: 'host', value: 'FS02' }] },
    ];
    expect(entitiesOf(findings)).toEqual([
      { name: 'host', values: [{ value: 'FS01', count: 2 }, { value: 'FS02', count: 1 }] }, { name: 'user', values: [{ value: 'm.ito', count: 1 }] }, { name: 'event_code', values: [{ value: '1', count: 1 }] },
    ]);
  });
});
