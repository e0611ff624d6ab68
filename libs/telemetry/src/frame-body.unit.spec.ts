import { DEFAULT_LIMITS, type Door, type Frame } from './frame';
import { frameBody } from './frame-body';

const frames = (body: string | Uint8Array, door: Door, limits = DEFAULT_LIMITS): readonly Frame[] => {
  const framed = frameBody(typeof body === 'string' ? Buffer.from(body) : body, door, limits);
  if (!framed.ok) throw new Error(`refused: ${framed.text}`);
  return framed.frames;
};

describe('a HEC envelope', () => {
  it.each([
    ['seconds with a fraction', '1700000000.123', 1_700_000_000_123],
    ['seconds as text', '"1700000000.5"', 1_700_000_000_500],
    ['a word', '"now"', undefined],
    ['nothing', 'null', undefined],
    ['more than a double', '1e400', undefined],
  ])('gives its time from %s', (_, time, expected) => {
    const [frame] = frames(`{"time":${time},"event":{"a":1},"host":"web-1","sourcetype":"nginx","index":"main"}`, 'hec.event');

    expect(frame.envelope).toEqual({ time: expected, host: 'web-1', sourcetype: 'nginx', index: 'main' });
    expect(frame.raw).toBe('{"a":1}');
  });

  it('is absent when the object holds the event alone', () => {
    expect(frames('{"event":"x"}', 'hec.event')[0].envelope).toBeUndefined();
  });

  it('that is no JSON puts its event into quarantine and keeps the neighbours', () => {
    const list = frames('{"event":1,"time":nope}{"event":2}', 'hec.event');

    expect(list.map((frame) => frame.fault)).toEqual(['bad_envelope', undefined]);
  });

  it('holding a tenant or an __proto__ key changes nothing', () => {
    const [frame] = frames('{"__proto__":{"polluted":1},"tenant":"other","event":"x","host":"h"}', 'hec.event');

    expect(frame.envelope).toEqual({ time: undefined, host: 'h', sourcetype: undefined, index: undefined });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('a string event', () => {
  it('becomes its decoded text', () => {
    expect(frames('{"event":"a\\tb \\"c\\" \\u3042 日本"}', 'hec.event')[0].raw).toBe('a\tb "c" あ 日本');
  });

  it('with half of a surrogate pair is quarantined, with a whole pair kept', () => {
    expect(frames('{"event":"\\ud83d"}', 'hec.event')[0].fault).toBe('lone_surrogate');
    expect(frames('{"event":"\\ud83d\\ude00"}', 'hec.event')[0].raw).toBe('😀');
  });
});

describe('raw lines', () => {
  it('are split on LF with CR stripped, blank lines skipped and no last line end needed', () => {
    expect(frames('a\r\n\n \r\nb\nc', 'hec.raw').map((frame) => frame.raw)).toEqual(['a', 'b', 'c']);
  });

  it('keep white space inside and at their start', () => {
    expect(frames('  a  b\t\n', 'hec.raw')[0].raw).toBe('  a  b\t');
  });

  it.each([
    ['cut-off JSON', '{"a":1', 'malformed_json'],
    ['JSON with something after it', '{"a":1} x', 'malformed_json'],
    ['JSON of depth 65', `{"a":${'['.repeat(64)}${']'.repeat(64)}}`, 'too_deep'],
    ['a key of 1 MB less a little', `{"${'k'.repeat(1_000_000)}":1}`, 'key_too_long'],
    ['200,000 keys', `{${Array.from({ length: 100_000 }, (_, i) => `"${i}":1`).join(',')}}`, 'too_many_keys'],
    ['an event over 1 MiB', 'x'.repeat(1_048_577), 'too_large'],
  ])('with %s are quarantined one by one', (_, line, fault) => {
    const list = frames(`before\n${line}\nafter`, 'hec.raw');

    expect(list.map((frame) => frame.fault)).toEqual([undefined, fault, undefined]);
  });

  it('with bad UTF-8 are quarantined with their exact bytes, neighbours kept', () => {
    const body = Buffer.concat([Buffer.from('good あ\n'), Buffer.from([0xc3, 0x28, 0x0a]), Buffer.from('good too')]);

    const list = frames(body, 'hec.raw');

    expect(list.map((frame) => frame.fault)).toEqual([undefined, 'bad_utf8', undefined]);
    expect([...(list[1].bytes ?? [])]).toEqual([0xc3, 0x28]);
    expect(list[0].raw).toBe('good あ');
  });

  it('of an oversized event keep all bytes and show the first part', () => {
    const [frame] = frames('x'.repeat(2_000_000), 'hec.raw');

    expect(frame.bytes).toHaveLength(2_000_000);
    expect(frame.raw.length).toBeLessThan(10_000);
  });
});
