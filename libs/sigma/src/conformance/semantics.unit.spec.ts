import { compileRules, matchByTree, ObjectRecord, parseRules, type PlaceholderValues } from '../index';

type Fields = Record<string, unknown>;
interface Row {
  readonly id: string;
  readonly means: string;
  readonly detection: Record<string, unknown>;
  readonly yes: readonly Fields[];
  readonly no: readonly Fields[];
  readonly placeholders?: PlaceholderValues;
}

/** The text of one item: `row('W1', 'a star spans lines', { F: 'a*c' }, …)` asks for selection `s` alone. */
function row(id: string, means: string, selection: unknown, yes: readonly Fields[], no: readonly Fields[], condition: string | string[] = 's'): Row {
  return { id, means, detection: { s: selection, condition }, yes, no };
}

function rule(id: string, means: string, detection: Record<string, unknown>, yes: readonly Fields[], no: readonly Fields[]): Row {
  return { id, means, detection, yes, no };
}

function f(...values: readonly unknown[]): Fields[] {
  return values.map((value) => ({ F: value }));
}

function base64(text: string, encoding: BufferEncoding = 'utf8'): string {
  return Buffer.from(text, encoding).toString('base64');
}

/** The needle at each of the three alignments within longer data. */
function aligned(needle: Buffer): Fields[] {
  return ['', 'x', 'xy'].map((before) => ({ F: Buffer.concat([Buffer.from(before), needle, Buffer.from('tail')]).toString('base64') }));
}

function utf16be(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

const nineDashes = ' -a -b -c -d -e -f -g -h -i';
const A = { F: 'a' };
const B = { G: 'b' };
const C = { H: 'c' };

const VALUES: readonly Row[] = [
  row('V1', 'text is compared without regard to case', { F: 'Foo' }, f('fOO'), f('Fooo', 'F')),
  row('V1', 'cased minds the case', { 'F|cased': 'Foo' }, f('Foo'), f('foo')),
  row('V1', 'regular expressions mind the case', { 'F|re': '^ab+$' }, f('abb'), f('ABB')),
  row('V2', 'folding covers Unicode', { F: 'ÄÖ Привет' }, f('äö пРИВЕТ'), f('ао привет')),
  row('V2', 'sharp s is not two letters', { F: 'straße' }, f('STRAẞE'), f('STRASSE')),
  row('V2', 'the dotted capital I folds the same on both sides', { F: 'İstanbul' }, f('i̇STANBUL', 'İSTANBUL'), f('istanbul', 'ıstanbul')),
  row('V2', 'a final sigma equals any other', { 'F|contains': 'ΟΔΟΣ' }, f('οδοσα', 'οδος', 'ΟΔΟΣΑ'), f('οδο')),
  row('V2', 'look-alike letters of another script differ', { 'F|contains': 'admin' }, f('xADMINx'), f('аdmin')),
  row('V2', 'emoji are found', { 'F|contains': '🦝' }, f('a🦝b'), f('a🦊b')),
  row('V3', 'a number equals its decimal text', { F: 4624 }, f(4624, '4624', 4624.0), f('04624', 46240, '4624.0')),
  row('V3', 'text of digits equals a number', { F: '4624' }, f(4624), f(4625)),
  row('V3', 'no exponent is used', { F: '1000000000000000000000' }, f(1e21), f('1e+21')),
  row('V3', 'small numbers are decimal too', { F: '0.00000012' }, f(1.2e-7), f('1.2e-7')),
  row('V4', 'a boolean equals its name', { F: true }, f(true, 'true', 'TRUE'), f(false, 1, 'yes')),
  row('V4', 'text equals a boolean', { F: 'false' }, f(false), f(true)),
  row('V4', 'a boolean has no case to mind', { 'F|cased': true }, f('True', true), f('yes')),
  row('V5', 'whole numbers keep every digit', { F: -9223372036854775808n }, f('-9223372036854775808', -9223372036854775808n), f('-9223372036854775807')),
  row('V5', 'neighbours beyond 2^53 differ', { F: 9007199254740993n }, f(9007199254740993n), f(9007199254740992, '9007199254740992')),
  row('V6', 'any element of an array suffices', { F: 'a' }, f(['b', 'A'], [['a']]), f(['b'], [])),
  row('V6', 'a negation covers the whole array', { F: 'a' }, f(['b'], []), f(['b', 'a']), 'not s'),
  row('V6', 'values of all may lie in different elements', { 'F|contains|all': ['x', 'y'] }, f(['x', 'y']), f(['x'])),
  row('V7', 'a dotted name is a key first and a path second', { 'a.b': 'x' }, [{ 'a.b': 'x' }, { a: { b: 'x' } }, { a: [{ b: 'y' }, { b: 'x' }] }, { 'a.b': 'x', a: { b: 'y' } }],
    [{ 'a.b': 'y', a: { b: 'x' } }, { a: 'x' }]),
  row('V7', 'a path may continue behind a dotted key', { 'a.b.c': 'x' }, [{ 'a.b': { c: 'x' } }], [{ 'a.b': 'x' }]),
  row('V8', 'field names are exact', { Status: 'x' }, [{ Status: 'x' }], [{ status: 'x' }, { STATUS: 'x' }]),
  row('V8', 'only own keys are fields', { 'constructor.name': '*' }, [{ constructor: { name: 'x' } }], [{}]),
];

const WILDCARDS: readonly Row[] = [
  row('W1', 'a star spans any run, empty and across lines', { F: 'a*c' }, f('ac', 'abbc', 'a\nc', 'a\r\n\r\nc'), f('xabc', 'abcx')),
  row('W1', 'a question mark is one code point', { F: 'a?c' }, f('abc', 'a😀c', 'a\nc'), f('ac', 'abbc', 'a😀😀c')),
  row('W1', 'two marks are not one emoji', { F: '*??' }, f('ab', '😀😀'), f('😀', 'a')),
  row('W1', 'the last fit of a tail is found', { F: 'a*bc' }, f('abcbc', 'abc'), f('abcb')),
  row('W2', 'a plain value is anchored', { F: 'abc' }, f('abc'), f('xabc', 'abcx')),
  row('W2', 'an inner star stays anchored', { F: 'a*c*e' }, f('abcde', 'ace'), f('xace', 'acex')),
  row('W3', 'an escaped star is a star', { F: 'a\\*c' }, f('a*c'), f('abc')),
  row('W3', 'an escaped mark is a mark', { F: 'a\\?c' }, f('a?c'), f('abc')),
  row('W3', 'two backslashes and a star are a backslash and a wildcard', { F: 'a\\\\*' }, f('a\\xyz', 'a\\'), f('a*', 'axyz')),
  row('W3', 'three backslashes and a star are a backslash and a star', { F: 'a\\\\\\*' }, f('a\\*'), f('a\\x')),
  row('W3', 'four backslashes are two', { 'F|contains': '\\\\\\\\host' }, f('x\\\\host\\c'), f('x\\host')),
  row('W3', 'a backslash before anything else is itself', { 'F|endswith': '\\cmd.exe' }, f('C:\\x\\CMD.exe'), f('C:\\xcmd.exe')),
  row('W3', 'a trailing backslash is itself', { 'F|endswith': 'a\\' }, f('x\\a\\'), f('x\\a')),
  row('W4', 'contains keeps inner wildcards', { 'F|contains': 'a*c' }, f('xxa--cxx', 'x\na\nc'), f('ca')),
  row('W4', 'contains adds no second star', { 'F|contains': '*abc*' }, f('xabcx', 'abc'), f('ab')),
  row('W4', 'startswith and endswith keep inner wildcards', { 'F|startswith': 'a?c', 'G|endswith': 'x*z' }, [{ F: 'abcd', G: 'wxyz' }], [{ F: 'xabc', G: 'wxyz' }, { F: 'abcd', G: 'xyzw' }]),
  row('W5', 'a lone star means present with a value', { F: '*' }, f('x', '', 0, false), [{ F: null }, { G: 1 }, { F: [] }]),
  row('W5', 'empty text means present and empty', { F: '' }, f(''), [{ F: 'x' }, { F: null }, { G: '' }]),
];

const ITEMS: readonly Row[] = [
  row('I1', 'a map asks for every item', { F: 'a', G: 'b' }, [{ F: 'a', G: 'b' }], [{ F: 'a' }, { G: 'b' }]),
  row('I2', 'a list asks for one value', { 'F|endswith': ['.exe', '.dll'] }, f('A.DLL'), f('A.sys')),
  row('I2', 'a list with all asks for each', { 'F|contains|all': ['a', 'b'] }, f('xbya'), f('xa')),
  row('I3', 'a list of maps asks for one map', [{ F: 'a', H: 'c' }, { G: 'b' }], [{ G: 'b' }, { F: 'a', H: 'c' }], [{ F: 'a' }, { F: 'b' }]),
  row('I4', 'a list of scalars asks for one keyword', ['abc', 'xyz'], [{ K: '-xyz-' }], [{ K: 'ab' }]),
  row('I5', 'a mixed list asks for a map or a keyword', [{ F: 'a' }, 'kwd'], [{ F: 'a' }, { H: 'x kwd y' }], [{ G: 'a' }]),
  row('I6', 'all with a single value still works', { 'F|contains|all': 'a' }, f('xax'), f('b')),
  row('I7', 'variants of a value are alternatives under all', { 'F|windash|contains|all': [' -a', ' -b'] }, f('x /a –b', 'x -a -b'), f('x /a')),
  row('I7', 'shifts of a value are alternatives under all', { 'F|base64offset|contains|all': ['foobar', 'quxqux'] }, f(`${base64('xfoobar!')} ${base64('quxqux')}`), f(base64('xfoobar!'))),
  row('I8', 'one field may be asked twice', { 'F|startswith': 'a', 'F|endswith': 'c' }, f('abc'), f('abx', 'xbc')),
];

const ABSENCE: readonly Row[] = [
  row('N1', 'null means missing or null', { F: null }, [{ G: 1 }, { F: null }, { F: ['a', null] }], f('x', '', 0, false)),
  row('N2', 'null in a list means the same', { F: ['a', null] }, [{ G: 1 }, { F: 'a' }, { F: null }], f('b')),
  row('N3', 'exists asks for the key alone', { 'F|exists': true }, f('x', null, ''), [{ G: 1 }]),
  row('N3', 'not existing asks for no key', { 'F|exists': false }, [{ G: 1 }], f('x', null, '')),
  row('N4', 'a missing field fits no expression', { 'F|re': '.*' }, f('', 'x'), [{ G: 1 }, { F: null }]),
  row('N4', 'a missing field is no number', { 'F|lt': 5 }, f(4), [{ G: 1 }, { F: null }, { F: '' }]),
  row('N4', 'missing fields do not refer to each other', { 'F|fieldref': 'G' }, [{ F: 'x', G: 'x' }], [{ H: 1 }, { F: 'x' }, { G: 'x' }, { F: null, G: null }]),
  row('N5', 'not is true of a missing field', { F: 'a' }, [{ G: 1 }, { F: 'b' }, { F: null }], f('a'), 'not s'),
  row('N6', 'neq negates the whole item', { 'F|neq': ['a', 'b'] }, [{ F: 'c' }, { G: 1 }], f('a', 'B', ['c', 'a'])),
  row('N6', 'neq goes with text operators', { 'F|contains|neq': 'a' }, [{ F: 'c' }, { G: 1 }], f('xax')),
  row('N7', 'empty text is neither null nor missing', { F: null }, [{ F: null }, {}], f('')),
];

const MODIFIERS: readonly Row[] = [
  row('M1', 're searches the raw value', { 'F|re': 'b+\\\\x' }, f('abb\\xc'), f('abbx')),
  row('M1', 'i ignores case', { 'F|re|i': '^ab+$' }, f('ABB'), f('ac')),
  row('M1', 'm lets anchors fit lines', { 'F|re|m': '^b$' }, f('a\nb\nc'), f('ab')),
  row('M1', 's lets the dot fit a line end', { 'F|re|s': 'a.b' }, f('a\nb'), f('ab')),
  row('M1', 'without s it does not', { 'F|re': 'a.b' }, f('a-b'), f('a\nb')),
  row('M1', 'inline flags and lazy quantifiers work', { 'F|re': '(?i)foo.*?\\d{2,}$' }, f('FOO x12'), f('FOO x1')),
  row('M2', 'cidr of IPv4', { 'F|cidr': '10.0.0.0/8' }, f('10.1.2.3', '::ffff:10.1.2.3', ['x', '10.0.0.1']), f('11.1.2.3', '10.x', '10.1.2', '010.1.2.3', 10, '')),
  row('M2', 'cidr of IPv6', { 'F|cidr': '2001:db8::/33' }, f('2001:DB8:1::9', '2001:db8::', '2001:db8:0:0:0:0:1.2.3.4'), f('2001:db8:8000::1', '10.0.0.1', '2001:db8:::1', ':')),
  row('M2', 'a bare address is a network of one', { 'F|cidr': ['192.0.2.7', '::1'] }, f('192.0.2.7', '0:0:0:0:0:0:0:1'), f('192.0.2.8', '::2')),
  row('M3', 'gt and gte', { 'F|gt': 5, 'G|gte': 5 }, [{ F: 10, G: 5 }, { F: '10', G: '5.0' }], [{ F: 5, G: 5 }, { F: 'abc', G: 5 }, { F: 10, G: 4 }]),
  row('M3', 'lt and lte', { 'F|lt': 5, 'G|lte': 5 }, [{ F: 4.5, G: 5 }, { F: '-1e3', G: '5' }], [{ F: 5, G: 5 }, { F: true, G: 1 }, { F: '0x1', G: 5 }]),
  row('M3', 'numbers beyond 2^53 are compared exactly', { 'F|gt': 9007199254740992n }, f('9007199254740993'), f('9007199254740992')),
  row('M4', 'base64 of the unescaped value, padded', { 'F|base64|contains': 'foo\\*bar' }, f(`x${base64('foo*bar')}`), f(base64('foo\\*bar'), base64('foo*ba'))),
  row('M4', 'base64 is compared without case, unless cased', { 'F|base64': 'foo', 'G|base64|cased': 'foo' }, [{ F: 'zM9V', G: 'Zm9v' }], [{ F: 'Zm9v', G: 'zM9V' }]),
  row('M4', 'base64 of text beyond ASCII is of its UTF-8 bytes', { 'F|base64': '日本' }, f(base64('日本')), f(base64('日木'))),
  row('M5', 'base64offset at each alignment', { 'F|base64offset|contains': 'foobar' }, aligned(Buffer.from('foobar')), aligned(Buffer.from('fXobar'))),
  row('M5', 'base64offset counts bytes', { 'F|base64offset|contains': '日é' }, aligned(Buffer.from('日é')), aligned(Buffer.from('日e'))),
  row('M6', 'wide is UTF-16 little endian', { 'F|wide|base64offset|contains': 'ping' }, aligned(Buffer.from('ping', 'utf16le')), aligned(Buffer.from('ping'))),
  row('M6', 'utf16le is the same', { 'F|utf16le|base64offset|contains': 'ping' }, aligned(Buffer.from('ping', 'utf16le')), aligned(utf16be('ping'))),
  row('M6', 'utf16be is big endian', { 'F|utf16be|base64|contains': 'ping' }, f(utf16be('ping').toString('base64')), f(base64('ping', 'utf16le'))),
  row('M6', 'utf16 has a byte order mark', { 'F|utf16|base64': 'ping' }, f(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('ping', 'utf16le')]).toString('base64')), f(base64('ping', 'utf16le'))),
  row('M6', 'characters beyond the first plane are surrogates', { 'F|wide|base64': 'a🦝' }, f(base64('a🦝', 'utf16le')), f(base64('a🦊', 'utf16le'))),
  row('M7', 'windash varies the dash of an option', { 'F|windash|contains': ' -f' }, f('x -f', 'x /f', 'x –f', 'x —f', 'x ―f'), f('x f', 'x +f')),
  row('M7', 'windash takes any of the five', { 'F|windash|contains': ' /f' }, f('x -f', 'x —f'), f('xf')),
  row('M7', 'a dash inside a word stays', { 'F|windash|contains': 'one-two -x' }, f('one-two /x'), f('one/two -x')),
  row('M7', 'a dash before no word stays', { 'F|windash|contains': 'a - b' }, f('a - b'), f('a / b')),
  row('M7', 'nine dashes are varied each for itself', { 'F|windash|contains': nineDashes }, f(nineDashes, ' /a –b —c ―d -e /f -g /h ―i'), f(' /a –b —c ―d -e /f -g /h +i')),
  row('M7', 'windash at the end of a value', { 'F|endswith|windash': ' -nop' }, f('x /NOP'), f('x /nopx')),
  { ...row('M8', 'expand puts in every value', { 'F|expand|contains': '%admins%' }, f('x alice y', 'BOB'), f('carol')), placeholders: new Map([['admins', ['alice', 'bob']]]) },
  { ...row('M8', 'a value may hold wildcards and text around it', { 'F|expand': 'CN=%name%,*' }, f('cn=srv-01,dc=x'), f('cn=pc-01,dc=x')), placeholders: new Map([['name', ['srv-*']]]) },
  { ...row('M8', 'an escaped percent sign is literal', { 'F|expand': '\\%name% 5%' }, f('%name% 5%'), f('v 5%')), placeholders: new Map([['name', ['v']]]) },
  { ...row('M8', 'networks of a tenant', { 'F|expand|cidr': '%internal%' }, f('10.1.1.1', 'fd00::1'), f('8.8.8.8')), placeholders: new Map([['internal', ['10.0.0.0/8', 'fd00::/8']]]) },
  row('M8', 'without expand percent signs are text', { F: '%admins%' }, f('%ADMINS%'), f('alice')),
  row('M9', 'fieldref compares two fields', { 'F|fieldref': 'G' }, [{ F: 'x', G: 'X' }, { F: 1, G: '1' }, { F: 'x', G: ['y', 'x'] }], [{ F: 'x', G: 'y' }]),
  row('M9', 'fieldref with contains', { 'F|fieldref|contains': 'G' }, [{ F: 'abcd', G: 'BC' }], [{ F: 'abcd', G: 'bd' }]),
  row('M9', 'fieldref with startswith', { 'F|fieldref|startswith': 'G' }, [{ F: 'abc', G: 'AB' }], [{ F: 'abc', G: 'bc' }]),
  row('M9', 'fieldref with endswith', { 'F|endswith|fieldref': 'G' }, [{ F: 'abc', G: 'BC' }], [{ F: 'abc', G: 'ab' }]),
  row('M9', 'fieldref with neq', { 'F|fieldref|neq': 'G' }, [{ F: 'a', G: 'b' }, { F: 'a' }], [{ F: 'a', G: 'A' }]),
  row('M9', 'wildcards in the other field are text', { 'F|fieldref': 'G' }, [{ F: 'a*', G: 'a*' }], [{ F: 'abc', G: 'a*' }]),
  row('M10', 'hour and minute as written', { 'F|hour': 3, 'G|minute': 4 }, [{ F: '2026-01-02T03:04:05Z', G: '2026-01-02 03:04:05.123' }, { F: '2026-01-02T03:04:05+09:00', G: '2026-01-02T23:04' }],
    [{ F: '2026-01-02T04:04:05Z', G: '2026-01-02 03:04:05' }, { F: '2026-01-02', G: '2026-01-02' }]),
  row('M10', 'day, month and year', { 'F|day': 2, 'G|month': 1, 'H|year': 2026 }, [{ F: '2026-01-02', G: '2026-01-31', H: 1767312000 }], [{ F: '2026-02-30', G: '2026-01-31', H: 1767312000 }, { F: '2026-01-02', G: '2026-02-02', H: '2025-12-31' }]),
  row('M10', 'the week is the ISO week', { 'F|week': 53 }, f('2027-01-01', '2020-12-31', '2021-01-03T10:00:00Z'), f('2026-01-01', '2021-01-04', 'soon')),
  row('M10', 'a time part may be a range', { 'F|hour|gte': 22 }, f('2026-01-02T22:00:00Z'), f('2026-01-02T21:59:59Z')),
  row('M11', 'cased with contains', { 'F|contains|cased': 'Foo' }, f('xFoo'), f('xfoo')),
  row('M11', 'cased with startswith and endswith', { 'F|startswith|cased': 'Ab', 'F|endswith|cased': 'yZ' }, f('Ab..yZ'), f('ab..yZ', 'Ab..yz')),
  row('M11', 'cased with a wildcard', { 'F|cased': 'Ab*Z' }, f('Ab..Z'), f('Ab..z', 'AB..Z')),
  row('M12', 'operators that go together', { 'F|re|i|all': ['a+', 'b+'], 'F|neq|re': 'c' }, f('xAABB'), f('AA', 'ABc')),
];

const KEYWORDS: readonly Row[] = [
  row('K1', 'keywords search every value', ['mimikatz'], [{ X: 'a MIMIKATZ b' }, { a: { b: ['x', 'mimikatz'] } }, { Message: 'run mimikatz now' }], [{ mimikatz: 'x' }, { X: 'mimi' }]),
  row('K1', 'numbers are values too', [4625], [{ X: 4625 }, { X: 'id 4625.' }], [{ X: 462 }]),
  row('K2', 'keywords are substrings with wildcards', ['a*zz', 'b?d'], [{ X: 'xx a--zz yy' }, { X: 'xbcdx' }], [{ X: 'zza' }, { X: 'a', Y: 'zz' }]),
  row('K3', 'all keywords, possibly in different fields', { '|all': ['aaa', 'bbb'] }, [{ X: 'xaaax', Y: 'bbb' }], [{ X: 'aaa' }]),
  row('K4', 'keywords as regular expressions', { '|re': 'h[ae]llo\\d' }, [{ X: 'say hello1' }], [{ X: 'hello' }, { X: 'HELLO1' }]),
];

const CONDITIONS: readonly Row[] = [
  rule('C1', 'and binds more than or', { x: A, y: B, z: C, condition: 'x or y and z' }, [{ F: 'a' }, { G: 'b', H: 'c' }], [{ G: 'b' }, { H: 'c' }]),
  rule('C1', 'not binds more than and', { x: A, y: B, condition: 'not x and y' }, [{ G: 'b' }], [{ F: 'a', G: 'b' }, {}]),
  rule('C1', 'brackets bind most', { x: A, y: B, condition: 'not (x or y)' }, [{}], [{ G: 'b' }, { F: 'a' }]),
  rule('C1', 'words in any case', { x: A, y: B, z: C, condition: 'x AND Not y Or ALL OF z' }, [{ F: 'a' }, { H: 'c' }], [{ F: 'a', G: 'b' }]),
  rule('C1', 'not before a quantifier', { x1: A, x2: B, z: C, condition: 'z and not 1 of x*' }, [{ H: 'c' }], [{ H: 'c', F: 'a' }]),
  rule('C2', '1 of is any of', { sel1: A, sel2: B, condition: '1 of sel*' }, [{ G: 'b' }], [{}]),
  rule('C2', 'any of is 1 of', { sel1: A, sel2: B, condition: 'any of sel*' }, [{ G: 'b' }], [{}]),
  rule('C2', 'all of asks for each', { sel1: A, sel2: B, condition: 'all of sel*' }, [{ F: 'a', G: 'b' }], [{ G: 'b' }]),
  rule('C2', 'a star may stand anywhere', { a_ok: A, b_no: B, a_b_ok: C, condition: '1 of a*_ok' }, [{ F: 'a' }, { H: 'c' }], [{ G: 'b' }]),
  rule('C2', 'without a star a pattern is a name', { sel: A, sel2: B, condition: '1 of sel' }, [{ F: 'a' }], [{ G: 'b' }]),
  rule('C3', 'them leaves out names with an underscore', { x: A, _y: B, condition: '1 of them' }, [{ F: 'a' }], [{ G: 'b' }]),
  rule('C3', 'so do patterns', { x: A, _y: B, condition: 'all of *' }, [{ F: 'a' }], [{ G: 'b' }]),
  rule('C3', 'a pattern with an underscore takes them', { x: A, _y: B, condition: '1 of _*' }, [{ G: 'b' }], [{ F: 'a' }]),
  rule('C4', 'a pattern that fits loads', { sel: A, condition: 'all of s*l' }, [{ F: 'a' }], [{}]),
  rule('C5', 'a list of conditions asks for one', { x: A, y: B, condition: ['x', 'y'] }, [{ G: 'b' }, { F: 'a' }], [{}]),
  rule('C6', 'names may hold dashes and digits', { 'my-sel-1': A, y: B, condition: 'my-sel-1 and not y' }, [{ F: 'a' }], [{ F: 'a', G: 'b' }]),
  rule('C7', 'five thousand terms', { x: A, y: B, condition: `${'y or '.repeat(5_000)}x` }, [{ F: 'a' }], [{}]),
  rule('C7', 'nesting five thousand deep', { x: A, y: B, condition: `${'x and not (y or not ('.repeat(5_000)}x${'))'.repeat(5_000)}` }, [{ F: 'a' }], [{ F: 'a', G: 'b' }, {}]),
  rule('C7', 'a list of five thousand values', { x: { F: Array.from({ length: 5_000 }, (_, at) => `v${at}`) }, condition: 'x' }, [{ F: 'V4999' }], [{ F: 'v5000' }]),
];

const ELSEWHERE: readonly Row[] = [
  row('B1', 'the last character of a shifted base64 depends on what follows', { 'F|base64offset|contains': 'abcd' }, ['', 'x', 'xy'].map((before) => ({ F: base64(`${before}abcd\xff`, 'latin1') })), f(base64('aXcd'), base64('xaXcd'))),
  rule('B2', 'selection or not filter', { x: A, y: B, condition: 'x or not y' }, [{}, { F: 'a', G: 'b' }], [{ G: 'b' }]),
  row('B2', 'cased, short, array and number needles', { 'F|contains|cased': 'aB', 'G|contains': ['é', '1', 'zz'] }, [{ F: ['x', '_aB'], G: 51 }, { F: 'aB', G: ['', 'ZZ'] }, { F: 'aB', G: 'É' }], [{ F: 'ab', G: 1 }, { F: 'aB', G: 2 }]),
  row('B3', 'windash with a wildcard', { 'F|windash|contains': '-a*/b' }, f('x /a  –b'), f('x a b')),
  rule('B6', '1 of keeps the items of each selection together', { selection1: { F: 'a', G: 'b' }, selection2: { H: 'c', I: 'd' }, condition: '1 of selection*' }, [{ F: 'a', G: 'b' }, { H: 'c', I: 'd' }], [{ F: 'a', H: 'c' }, { G: 'b', I: 'd' }]),
  row('B7', 'an expression without any literal', { 'F|re': '^[0-9]{3}$' }, f('123', 123), f('12a')),
  row('B8', 'null, keywords and wildcards in one rule', [{ F: null, G: 'a?b*' }, 'word'], [{ G: 'axbc' }, { F: 1, K: 'a word' }], [{ F: 1, G: 'axbc' }]),
  row('B9', 'keywords are substrings and 42 equals "42"', ['42'], [{ X: 42 }, { X: 'a42b' }], [{ X: 4 }]),
  row('B10', 'a plus in base64 text is literal', { 'F|base64|contains': '>>>>>>' }, f('q Pj4+Pj4+'), f('q Pj4Pj4', 'q Pj444Pj4')),
  rule('B10', '1 of them leaves out names with an underscore', { x: A, _x: B, condition: '1 of them' }, [{ F: 'a' }], [{ G: 'b' }]),
  rule('B11', 'all of a keyword list asks for each keyword', { words: ['one', 'two'], condition: 'all of words' }, [{ X: 'one', Y: 'two' }], [{ X: 'one' }]),
  row('B11', 'backslashes and brackets are not glob syntax', { 'F|contains': '\\[a]{b}' }, f('x\\[A]{b}y'), f('xa', 'xb')),
  row('B12', 'networks of IPv6 are accepted', { 'F|cidr': 'fe80::/10' }, f('fe80::1', 'febf::1'), f('fec0::1')),
  row('B12', 'keywords are no fields', ['F'], [{ X: 'f' }], [{ F: 'x' }]),
  rule('B13', 'a or b and c is not read left to right', { a: A, b: B, c: C, condition: 'a or b and c' }, [{ F: 'a' }], [{ G: 'b' }]),
  row('B14', 're is not made case-insensitive', { 'F|re': 'abc' }, f('abc'), f('ABC')),
  row('B15', 'the order of modifiers counts', { 'F|wide|base64': 'a' }, f(base64('a', 'utf16le')), f(base64('a'))),
  row('X1', 'two operators on one field must both hold', { 'F|gt': 5, 'F|lte': 10 }, f(6, 10), f(5, 11)),
];

function matchOf(one: Row, fields: Fields): { indexed: boolean; walked: boolean } {
  const document = JSON.stringify({ title: one.means, logsource: { product: 'probe' }, detection: one.detection }, (_key, value: unknown) =>
    (typeof value === 'bigint' ? `bigint:${value}` : value)).replace(/"bigint:(-?\d+)"/g, '$1');
  const { rules, refused } = parseRules(document, 'probe.yml');
  expect(refused).toEqual([]);
  const compiled = compileRules(rules, { placeholders: one.placeholders });
  expect([compiled.size, compiled.refused, compiled.needsValues]).toEqual([1, [], []]);
  const record = new ObjectRecord({ product: 'probe' }, fields);
  return { indexed: compiled.match(record).length === 1, walked: matchByTree(compiled, record).length === 1 };
}

describe.each([
  ['Value types and case', VALUES], ['Wildcards and escaping', WILDCARDS], ['Items, lists and maps', ITEMS], ['Null, empty, exists, missing', ABSENCE],
  ['Modifiers', MODIFIERS], ['Keywords', KEYWORDS], ['Conditions', CONDITIONS], ['What other engines got wrong', ELSEWHERE],
])('%s', (_title, rows) => {
  it.each(rows.map((one) => [one.id, one.means, one] as const))('%s: %s', (_id, _means, one) => {
    expect(one.yes.length * one.no.length).toBeGreaterThan(0);

    const results = [...one.yes, ...one.no].map((fields) => matchOf(one, fields));

    const expected = [...one.yes.map(() => true), ...one.no.map(() => false)].map((holds) => ({ indexed: holds, walked: holds }));
    expect(results).toEqual(expected);
  });
});

describe('Records', () => {
  const compile = (detection: unknown, logsource: unknown = { product: 'p' }) =>
    compileRules(parseRules(JSON.stringify({ title: 't', id: 'r', logsource, detection }), 'r.yml').rules);

  it('K1: the raw message, when there is one, is all that keywords search', () => {
    const compiled = compile({ s: ['needle'], condition: 's' });

    const found = [new ObjectRecord({ product: 'p' }, { X: 'hay' }, 'a needle'), new ObjectRecord({ product: 'p' }, { X: 'needle' }, 'hay')]
      .map((record) => [compiled.match(record), matchByTree(compiled, record)]);

    expect(found).toEqual([[[0], [0]], [[], []]]);
  });

  it('L3: a log source covers by equality of the keys it gives', () => {
    const sources = [{ product: 'windows' }, { product: 'windows', category: 'process_creation' }, { service: 'sysmon', definition: 'x' },
      { product: 'Windows' }, { product: 'windows', service: 'security' }, { category: 'registry_event', tool: 'any' }];
    const compiled = compileRules(sources.flatMap((logsource) => parseRules(JSON.stringify(
      { title: 't', logsource, detection: { s: { F: '*' }, condition: 's' } }), 'r.yml').rules));
    const matchOfSource = (source: object): number[] => compiled.match(new ObjectRecord(source, { F: 1 }));

    expect(matchOfSource({ product: 'windows', category: 'process_creation', service: 'sysmon' })).toEqual([0, 1, 2]);
    expect(matchOfSource({ product: 'windows', category: ['registry_set', 'registry_event'] })).toEqual([0, 5]);
    expect(matchOfSource({ product: 'linux' })).toEqual([]);
    expect(matchOfSource({})).toEqual([]);
  });

  it('V6: neither a long nor a deeply nested array can exhaust the engine', () => {
    const compiled = compile({ s: { 'F.x': 'a', G: 'b' }, k: ['needle'], condition: 's and k' });
    const nest = (inner: unknown): unknown => Array.from({ length: 20_000 }).reduce((value) => [value], inner);
    const fields = { F: nest([{ x: 'a' }]), G: [...new Array<string>(300_000).fill('c'), 'b'], K: nest('needle') };

    expect(compiled.match(new ObjectRecord({ product: 'p' }, fields))).toEqual([0]);
    expect(matchByTree(compiled, new ObjectRecord({ product: 'p' }, { ...fields, G: nest('c') }))).toEqual([]);
  });

  it('B12: every match of an event is reported, in order, and none that a tenant disabled', () => {
    const text = Array.from({ length: 40 }, (_, at) => JSON.stringify({ title: 't', id: `r${at}`, logsource: { product: 'p' }, detection: { s: { F: 'a' }, condition: 's' } })).join('\n---\n');
    const compiled = compileRules(parseRules(text, 'many.yml').rules);
    const record = new ObjectRecord({ product: 'p' }, { F: 'a' });
    const disabled = compiled.maskOf(['r0', 'r33', 'gone']);

    expect(compiled.match(record)).toEqual(Array.from({ length: 40 }, (_, at) => at));
    expect([compiled.match(record, disabled), matchByTree(compiled, record, disabled)].map((found) => [found.length, found.includes(33), found[0]]))
      .toEqual([[38, false, 1], [38, false, 1]]);
  });
});
