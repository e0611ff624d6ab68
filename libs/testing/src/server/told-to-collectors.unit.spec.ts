import { toldToCollectors, type ProcessFace } from './told-to-collectors';

const SLUG = 'qzalpha-works';
const metrics = (...lines: string[]): ProcessFace => ({ part: 'cases', path: '/metrics', text: ['# HELP yagura_calls calls', ...lines].join('\n') });

describe('what collectors are told', () => {
  it('is nothing strange when labels are names of ours', () => {
    const honest = metrics(
      'yagura_process_up{service="cases"} 1', 'yagura_reader_still_seconds{reader="telemetry 11"} 0', 'yagura_call_duration_seconds_bucket{operation="cases.queue",ending="NotFound",le="0.025"} 3',
      'yagura_call_duration_seconds_bucket{operation="cases.queue",ending="done",le="+Inf"} 4', 'yagura_process_resident_memory_bytes 1234567 1700000000000');

    expect(toldToCollectors([honest, { part: 'cases', path: '/readyz', text: '{"ready":true,"checks":[]}' }], [SLUG])).toEqual([]);
  });

  it.each([
    ['a slug', `{operation="cases.queue",service="${SLUG}"}`], ['a label of its own', '{tenant="somebody"}'], ['an id', '{operation="0199aaaa-0000-7000-8000-00000000000a"}'],
    ['an address of a person', '{operation="a@b"}'], ['the name of a machine', '{reader="host-1.example"}'], ['a value behind a quoted brace', '{operation="a \\"}\\" 7"}'],
  ])('is strange with %s in a label', (_, labels) => {
    expect(toldToCollectors([metrics(`yagura_calls${labels} 1`)], [SLUG])).not.toEqual([]);
  });

  it('is strange with a slug in the name of a check', () => {
    expect(toldToCollectors([{ part: 'cases', path: '/readyz', text: JSON.stringify({ checks: [{ name: SLUG }] }) }], [SLUG])).toEqual([`cases/readyz tells ${SLUG}`]);
  });
});
