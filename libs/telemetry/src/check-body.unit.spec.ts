import fc from 'fast-check';
import { checkHecBody, checkRawBody } from './check-body';
import { DEFAULT_LIMITS } from './frame';
import { frameBody } from './frame-body';

const bytes = (text: string): Buffer => Buffer.from(text);
const nested = (depth: number): string => `{"event":${'[['.repeat(depth / 2)}${']]'.repeat(depth / 2)}}`;

describe('a HEC body', () => {
  it.each([
    ['one object', '{"event":"a"}', 1],
    ['objects side by side', '{"event":"a"}{"event":{"b":1}}', 2],
    ['objects divided by line ends and spaces', '\r\n{"event":1}\n \t{"event":[2]}\n', 2],
    ['a byte order mark', '\ufeff{"event":"a"}', 1],
    ['brackets and quotes inside strings', '{"event":"}{\\"]["}{"event":{"a":"}"}}', 2],
    ['a key written with escapes', '{"\\u0065vent":"a"}', 1],
    ['flat fields, lists among them, or none', '{"event":1,"fields":{"a":"{","b":[1,"]"]}}{"event":2,"fields":null}', 2],
    ['an event that is false or 0', '{"event":false}{"event":0}', 2],
    ['a CloudTrail file, counted by record', '{"event":{"Records":[{"a":1},{"b":2} , {"c":3}]}}{"event":1}', 4],
    ['an envelope of records with another key, which is one event', '{"event":{"Records":[{"a":1},{"a":2}],"more":1}}', 1],
    ['depth 64', nested(64), 1],
  ])('with %s is accepted and counted', (_, body, count) => {
    expect(checkHecBody(bytes(body))).toEqual({ ok: true, count });
    expect(framesOf(body)).toHaveLength(count);
  });

  it.each([
    ['nothing', '', 5, undefined],
    ['white space only', ' \n\t', 5, undefined],
    ['null', 'null', 6, 0],
    ['a list', '[{"event":1}]', 6, 0],
    ['a scalar', '42', 6, 0],
    ['a comma between objects', '{"event":1},{"event":2}', 6, 1],
    ['a cut-off object', '{"event":1}{"event":{"a":', 6, 1],
    ['a cut-off string', '{"event":"abc', 6, 0],
    ['brackets that do not pair', '{"event":{"a":[1}]}', 6, 0],
    ['a trailing comma', '{"event":1,}', 6, 0],
    ['two event keys', '{"event":1,"event":2}', 6, 0],
    ['no event key', '{"event":1}{"Event":1}', 12, 1],
    ['an empty object', '{}', 12, 0],
    ['an empty event', '{"event":1}{"event":2}{"event":""}', 13, 2],
    ['a blank event', '{"event":"  "}', 13, 0],
    ['a null event', '{"event":null}', 13, 0],
    ['fields that are no object', '{"event":1}{"event":1,"fields":["a"]}', 15, 1],
    ['fields within fields', '{"fields":{"a":"{","b":{"c":1}},"event":1}', 15, 0],
    ['depth 65', '{"event":'.padEnd(9 + 65, '[').padEnd(9 + 130, ']') + '}', 6, 0],
    ['a key of 257 bytes', `{"event":{"${'k'.repeat(257)}":1}}`, 6, 0],
    ['a million open brackets', '{"event":'.padEnd(1_000_000, '['), 6, 0],
  ])('with %s is refused whole', (_, body, code, number) => {
    const answer = checkHecBody(bytes(body));

    expect(answer).toMatchObject({ ok: false, code });
    expect('invalidEventNumber' in answer ? answer.invalidEventNumber : undefined).toBe(number);
    expect(frameBody(bytes(body), 'hec.event')).toEqual(answer);
  });

  it('with 2,001 keys in one object is refused, with 2,000 accepted', () => {
    const keys = (count: number): string => Array.from({ length: count }, (_, index) => `"k${index}":0`).join(',');

    expect(checkHecBody(bytes(`{"event":{${keys(2_000)}}}`)).ok).toBe(true);
    expect(checkHecBody(bytes(`{"event":{${keys(2_001)}}}`))).toMatchObject({ ok: false, code: 6 });
  });

  it('with more events than a request may hold is refused, elements of an envelope included', () => {
    const limits = { ...DEFAULT_LIMITS, maxEvents: 3 };

    expect(checkHecBody(bytes('{"event":1}'.repeat(3)), limits).ok).toBe(true);
    expect(checkHecBody(bytes('{"event":1}'.repeat(4)), limits)).toMatchObject({ ok: false, code: 6, invalidEventNumber: 3 });
    expect(checkHecBody(bytes('{"event":{"Records":[{},{},{},{}]}}'), limits).ok).toBe(false);
  });

  it('gives back the exact source text of every event, whatever the events and the white space between them', () => {
    const events = fc.array(fc.tuple(fc.jsonValue({ maxDepth: 5 }), fc.boolean(), fc.constantFrom('', ' ', '\n', '\r\n\t')), { minLength: 1, maxLength: 20 });
    fc.assert(fc.property(events, (list) => {
      const written = list.filter(([value]) => value !== null && value !== '' && !(typeof value === 'string' && value.trim() === ''))
        .map(([value, pretty, gap]) => ({ value, text: JSON.stringify(value, null, pretty ? 2 : undefined), gap }));
      const body = written.map(({ text, gap }) => `{"time":1.5,"event":${text},"host":"h"}${gap}`).join('');
      if (written.length === 0) return;

      const framed = framesOf(body).map((frame) => frame.raw);

      const expected = written.map(({ value, text }) => (typeof value === 'string' ? value : text));
      if (!body.includes('"Records"') && !body.includes('"records"')) expect(framed).toEqual(expected);
    }));
  });

  it('never answers other than a verdict for any bytes, and the door and the worker agree', () => {
    const noise = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.stringMatching(/^[{}[\]":,\\ entv1\n]{0,60}$/).map((text) => bytes(text)));
    fc.assert(fc.property(noise, (body) => {
      const checked = checkHecBody(body);
      const framed = frameBody(body, 'hec.event');
      expect(framed.ok).toBe(checked.ok);
      expect(framed.ok ? framed.frames.length : framed).toEqual(checked.ok ? checked.count : checked);
      const rawChecked = checkRawBody(body);
      const rawFramed = frameBody(body, 'hec.raw');
      expect(rawFramed.ok ? rawFramed.frames.length : rawFramed).toEqual(rawChecked.ok ? rawChecked.count : rawChecked);
    }), { numRuns: 2_000 });
  });
});

function framesOf(body: string) {
  const framed = frameBody(bytes(body), 'hec.event');
  if (!framed.ok) throw new Error(`refused: ${framed.text}`);
  return framed.frames;
}
