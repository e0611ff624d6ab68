import fc from 'fast-check';
import { checkBulkBody } from './check-body';
import { DEFAULT_LIMITS } from './frame';
import { frameBody } from './frame-body';

const bytes = (text: string): Buffer => Buffer.from(text);
const INDEX = '{"index":{"_index":"logs"}}';
const CREATE = '{"create":{}}';

function framesOf(body: string | Uint8Array, limits = DEFAULT_LIMITS) {
  const framed = frameBody(typeof body === 'string' ? bytes(body) : body, 'bulk', limits);
  if (!framed.ok) throw new Error(`refused: ${framed.text}`);
  return framed;
}

describe('a bulk body', () => {
  it.each([
    ['one document', `${INDEX}\n{"a":1}\n`, 1, ['index']],
    ['two actions', `${INDEX}\n{"a":1}\n${CREATE}\n{"b":2}\n`, 2, ['index', 'create']],
    ['no line end at its end', `${INDEX}\n{"a":1}`, 1, ['index']],
    ['CRLF, blank lines and a byte order mark', `\ufeff${INDEX}\r\n\r\n{"a":1}\r\n \r\n${CREATE}\r\n{"b":2}\r\n`, 2, ['index', 'create']],
    ['white space in its action', ' { "index" : { "_id" : "}" , "x" : [ { } ] } } \n{"a":1}', 1, ['index']],
    ['an old type and an id', '{"index":{"_index":"x","_type":"events","_id":"1"}}\n{"a":1}', 1, ['index']],
    ['an update and a delete between documents', `${INDEX}\n{"a":1}\n{"update":{"_id":"1"}}\n{"doc":{"a":2}}\n{"delete":{"_id":"1"}}\n${CREATE}\n{"b":1}\n`, 2, ['index', 'update', 'delete', 'create']],
    ['only a delete', '{"delete":{"_index":"x","_id":"1"}}\n', 0, ['delete']],
    ['a document that is no JSON', `${INDEX}\nnot json\n${CREATE}\n{"b":1}`, 2, ['index', 'create']],
    ['a document that looks like an action', `${INDEX}\n${INDEX}\n`, 1, ['index']],
    ['a CloudTrail file, counted by record', `${INDEX}\n{"Records":[{"a":1},{"b":2}]}\n${INDEX}\n{"c":3}`, 3, ['index', 'index']],
  ])('with %s is split and counted, and the reader finds as many events', (_, body, count, actions) => {
    expect(checkBulkBody(bytes(body))).toEqual({ ok: true, count, actions });
    expect(framesOf(body).frames).toHaveLength(count);
  });

  it.each([
    ['nothing', '', 'no_data', 0],
    ['blank lines only', '\r\n \n', 'no_data', 0],
    ['null', 'null\n', 'bad_action', 1],
    ['a list', '[{"index":{}}]\n', 'bad_action', 1],
    ['events without actions', '{"message":"x"}\n{"message":"y"}\n', 'bad_action', 1],
    ['an action of another name', '{"upsert":{}}\n{}\n', 'bad_action', 1],
    ['two actions in one line', '{"index":{},"create":{}}\n{"a":1}\n', 'bad_action', 1],
    ['an action that is no object', '{"index":"x"}\n{"a":1}\n', 'bad_action', 1],
    ['something behind its action', '{"index":{}} x\n{"a":1}\n', 'bad_action', 1],
    ['an action cut off', `${INDEX}\n{"a":1}\n{"index":{"_ind`, 'bad_action', 3],
    ['an action without its document', `${INDEX}\n{"a":1}\n${CREATE}\n`, 'no_document', 3],
    ['a million open brackets', '{"index":{"a":'.padEnd(1_000_000, '['), 'bad_action', 1],
  ])('with %s is refused whole, by the door and by the reader', (_, body, fault, line) => {
    expect(checkBulkBody(bytes(body))).toEqual({ ok: false, fault, line });
    expect(frameBody(bytes(body), 'bulk')).toMatchObject({ ok: false, code: fault === 'no_data' ? 5 : 6 });
  });

  it('with more actions or records than a request may hold is refused', () => {
    const limits = { ...DEFAULT_LIMITS, maxEvents: 3 };

    expect(checkBulkBody(bytes(`${CREATE}\n{}\n`.repeat(3)), limits)).toMatchObject({ ok: true, count: 3 });
    expect(checkBulkBody(bytes(`${CREATE}\n{}\n`.repeat(4)), limits)).toEqual({ ok: false, fault: 'too_many', line: 7 });
    expect(checkBulkBody(bytes(`${CREATE}\n{"Records":[{},{},{},{}]}`), limits)).toMatchObject({ ok: false, fault: 'too_many' });
    expect(frameBody(bytes(`${CREATE}\n{"Records":[{},{},{},{}]}`), 'bulk', limits).ok).toBe(false);
  });

  it('keeps the exact text of each document, says what was left out, and puts what cannot be read into quarantine one by one', () => {
    const body = Buffer.concat([
      bytes(`${INDEX}\n  {"a": "あ"}\n{"update":{}}\n{"doc":{}}\n${INDEX}\nplain text\n${CREATE}\n{"cut":\n${CREATE}\n`), Buffer.from([0xc3, 0x28, 0x0a]), bytes(`${CREATE}\n[1]\n${CREATE}\n{"z":1}`),
    ]);

    const { frames, leftOutBytes } = framesOf(body);

    expect(frames.map(({ raw, fault }) => fault ?? raw)).toEqual(['{"a": "あ"}', 'malformed_json', 'malformed_json', 'bad_utf8', 'malformed_json', '{"z":1}']);
    expect([...(frames[3].bytes ?? [])]).toEqual([0xc3, 0x28]);
    expect(leftOutBytes).toBe('{"doc":{}}'.length);
  });

  it('counts a file of records as one event when nesting makes the whole of it unreadable, as its reader does', () => {
    const deep = `{"Records":[{"a":${'['.repeat(62)}${']'.repeat(62)}},{"b":1}]}`;

    expect(checkBulkBody(bytes(`${INDEX}\n${deep}`))).toMatchObject({ ok: true, count: 1 });
    expect(framesOf(`${INDEX}\n${deep}`).frames.map(({ fault }) => fault)).toEqual(['too_deep']);
  });

  it('never makes the door and the reader disagree, whatever its bytes', () => {
    const line = fc.oneof(
      fc.constantFrom(INDEX, CREATE, '{"update":{}}', '{"delete":{}}', '{"a":1}', '{"Records":[{},{}]}', '{"Records":[{},{"a":]}', 'text', '', ' ', '\ufeff', '{"index":{}'),
      fc.stringMatching(/^[{}[\]":,\\ indexR1]{0,30}$/), fc.jsonValue().map((value) => JSON.stringify(value)),
    );
    const body = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.array(line, { maxLength: 12 }).map((lines) => bytes(lines.join('\n'))),
      fc.array(fc.tuple(fc.constantFrom(INDEX, CREATE, '{"update":{}}'), line.filter((text) => text.trim() !== '')), { maxLength: 8 }).map((pairs) => bytes(pairs.flat().join('\r\n'))));
    fc.assert(fc.property(body, (given) => {
      const checked = checkBulkBody(given);
      const framed = frameBody(given, 'bulk');
      expect(framed.ok).toBe(checked.ok);
      if (framed.ok && checked.ok) expect(framed.frames).toHaveLength(checked.count);
    }), { numRuns: 2_000 });
  });
});
