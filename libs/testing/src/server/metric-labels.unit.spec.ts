import { labelsOf } from './metric-labels';

describe('the labels of a scrape', () => {
  it('are those of every sample, with commas, braces and quotes inside a value', () => {
    const text = ['# TYPE yagura_calls counter', 'yagura_calls{operation="cases.queue",ending="done"} 3', 'yagura_up 1', 'yagura_calls_bucket{le="+Inf",tenant="a \\"b\\", {c}"} 4 1700000000'].join('\n');

    expect(labelsOf(text)).toEqual([
      { name: 'operation', value: 'cases.queue' }, { name: 'ending', value: 'done' }, { name: 'le', value: '+Inf' }, { name: 'tenant', value: 'a \\"b\\", {c}' },
    ]);
  });
});
