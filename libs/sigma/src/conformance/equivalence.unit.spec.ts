import fc from 'fast-check';
import { compileRules, matchByTree, ObjectRecord, parseRules } from '../index';
import { regexLiteral } from '../engine/regex-literal';
import { fold } from '../text/fold';
import { RE2JS } from 're2js';

// A small alphabet makes random needles meet random texts: letters in both cases, dashes, wildcards' neighbours, sigmas,
// the dotted capital I, an emoji with its surrogates, and characters that share low bytes with ASCII.
const LETTERS = ['a', 'b', 'A', 'B', 's', 'S', '-', '/', '–', ' ', '\\', '.', '1', 'é', 'É', 'ς', 'Σ', 'σ', 'İ', 'ſ', 'K', 'k', '🦝', '🦊', '\n', 'š', 'ab', 'aba', 'abab1'];
const text = (maxLength: number): fc.Arbitrary<string> => fc.array(fc.constantFrom(...LETTERS), { maxLength }).map((letters) => letters.join(''));
const field = fc.constantFrom('F', 'G', 'H.x');

const scalar = fc.oneof(
  { weight: 6, arbitrary: text(5) },
  { weight: 1, arbitrary: fc.integer({ min: -3, max: 12 }) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(true, false, null, 1.5, '10.0.0.1', '::ffff:10.0.0.1', '2026-01-02T03:04:05Z', 'YWJhYg==') },
);
const fieldValue = fc.oneof({ weight: 4, arbitrary: scalar }, { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) }, { weight: 1, arbitrary: fc.constant<unknown>({ x: 'ab' }) });
const record = fc.record({ F: fieldValue, G: fieldValue, H: fc.record({ x: fieldValue }, { requiredKeys: [] }) }, { requiredKeys: [] });

const pattern = fc.array(fc.constantFrom(...LETTERS, '*', '?', '\\*', '\\\\'), { maxLength: 5 }).map((pieces) => pieces.join(''));
const oneOrMore = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | Value[]> => fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 6 }));
const suffix = (...words: string[]): fc.Arbitrary<string> => fc.constantFrom(...words);
const item = (modifiers: fc.Arbitrary<string>, value: fc.Arbitrary<unknown>): fc.Arbitrary<[string, unknown]> =>
  fc.tuple(field, modifiers, value).map(([name, modifier, one]) => [name + modifier, one]);

const regex = fc.array(fc.constantFrom('a', 'b', 'ab', 'aba', '1', '.', 'a+', 'b*', 'a?b', '(a|b)', '[ab1]', '[^]a]', '(?i)', '\\.', '\\d', 'a{0,1}', 's', 'k', '^', '$', 'é', '.*?'), { minLength: 1, maxLength: 5 })
  .map((pieces) => pieces.join('')).filter((source) => compiles(source));

const anyItem = fc.oneof(
  { weight: 8, arbitrary: item(suffix('', '|contains', '|startswith', '|endswith', '|contains|all', '|all', '|cased', '|contains|cased', '|endswith|cased', '|neq', '|contains|neq', '|startswith|cased'), oneOrMore(pattern)) },
  { weight: 2, arbitrary: item(suffix('|windash|contains', '|windash', '|windash|startswith|all', '|endswith|windash'), oneOrMore(pattern)) },
  { weight: 2, arbitrary: item(suffix('|base64|contains', '|base64', '|wide|base64|contains', '|utf16be|base64', '|base64offset|contains', '|utf16|base64offset|contains|cased', '|wide|contains'), oneOrMore(fc.constantFrom('ab', 'aba', 'a🦝', '11'))) },
  { weight: 2, arbitrary: item(suffix('|re', '|re|i', '|re|i|m', '|re|s|all', '|re|neq'), oneOrMore(regex)) },
  { weight: 1, arbitrary: item(suffix('|cidr', '|cidr|neq'), oneOrMore(fc.constantFrom('10.0.0.0/8', '::/0', 'fe80::/10', '0.0.0.0/0'))) },
  { weight: 1, arbitrary: item(suffix('|gt', '|gte', '|lt', '|lte', '|hour', '|minute|gt', '|day', '|week', '|month', '|year|lte', '|gt|neq'), oneOrMore(fc.integer({ min: -3, max: 12 }))) },
  { weight: 1, arbitrary: item(suffix('|fieldref', '|fieldref|contains', '|fieldref|startswith', '|endswith|fieldref', '|fieldref|cased', '|fieldref|neq'), field) },
  { weight: 1, arbitrary: item(suffix('|exists'), fc.boolean()) },
  { weight: 1, arbitrary: item(suffix('|expand', '|expand|contains', '|expand|startswith|all'), oneOrMore(fc.constantFrom('%list%', 'a%list%', '\\%list%', '%list%*%list%'))) },
  { weight: 2, arbitrary: item(suffix(''), fc.oneof(fc.constantFrom<unknown>(null, '', '*', true, false, 1, 1.5, '?*', [null, 'a'], ['*', 'b'])))},
);
const map = fc.array(anyItem, { minLength: 1, maxLength: 3 }).map((items) => Object.fromEntries(items));
const keyword = fc.oneof(pattern, fc.integer({ min: 0, max: 12 }));
const selection = fc.oneof(
  { weight: 6, arbitrary: map },
  { weight: 2, arbitrary: fc.array(fc.oneof(map, keyword), { minLength: 1, maxLength: 5 }) },
  { weight: 1, arbitrary: fc.tuple(suffix('|all', '|contains', '|cased', '|startswith'), fc.array(pattern, { minLength: 1, maxLength: 4 })).map(([key, values]) => ({ [key]: values })) },
  { weight: 1, arbitrary: fc.array(regex, { minLength: 1, maxLength: 2 }).map((values) => ({ '|re': values })) },
);

const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof({ maxDepth: 4, withCrossShrink: true },
    fc.constantFrom('s1', 's2', '_s3', '1 of s*', 'all of them', 'all of s1', 'any of _*'),
    tie('condition').map((inner) => `not ${inner}`),
    tie('condition').map((inner) => `(${inner})`),
    fc.tuple(tie('condition'), fc.constantFrom('and', 'or', 'OR'), tie('condition')).map((words) => words.join(' '))),
}));
const logsource = fc.constantFrom({ product: 'p' }, { product: 'p', category: 'c' }, { category: 'd' }, { product: 'q' }, { service: 's', product: 'p' });
const document = fc.record({ s1: selection, s2: selection, _s3: selection, condition: fc.oneof({ weight: 5, arbitrary: condition }, { weight: 1, arbitrary: fc.array(condition, { minLength: 1, maxLength: 2 }) }), logsource })
  .map(({ logsource: source, ...detection }) => ({ title: 't', logsource: source, detection }));

const PLACEHOLDERS = new Map([['list', ['a', 'b*', '🦝']]]);
const SOURCES = [{ product: 'p' }, { product: 'p', category: 'c', service: 's' }, { product: 'p', category: ['d', 'c'] }, { product: 'x', category: 'd' }, {}];

function compiles(source: string): boolean {
  try {
    RE2JS.compile(source);
    return true;
  } catch {
    return false;
  }
}

describe('The indexed engine and the trees', () => {
  it('G5: find the same rules for random rules and records', () => {
    let matches = 0;
    let loaded = 0;
    fc.assert(fc.property(fc.array(document, { minLength: 1, maxLength: 8 }), fc.array(fc.tuple(record, fc.option(text(6), { nil: undefined, freq: 2 })), { minLength: 1, maxLength: 8 }), (documents, records) => {
      const { rules, refused } = parseRules(documents.map((one) => JSON.stringify(one)).join('\n---\n'), 'random.yml');
      const compiled = compileRules(rules, { placeholders: PLACEHOLDERS });
      loaded += compiled.size;
      expect(refused.filter(({ slug }) => slug !== 'sigma.yaml' && slug !== 'sigma.wildcard_in_encoded_value')).toEqual([]);
      for (const source of SOURCES) {
        for (const [fields, message] of records) {
          const one = new ObjectRecord(source, fields, message);
          const walked = matchByTree(compiled, one);
          matches += walked.length;
          expect(compiled.match(one)).toEqual(walked);
        }
      }
    }), { numRuns: 400 });

    // Random worlds that never match would prove nothing.
    expect(loaded).toBeGreaterThan(800);
    expect(matches).toBeGreaterThan(2_000);
  });

  it('G6: neither the order of rules nor unrelated rules change what matches', () => {
    fc.assert(fc.property(fc.array(document, { minLength: 2, maxLength: 6 }), record, (documents, fields) => {
      const titled = documents.map((one, at) => ({ ...one, id: String(at) }));
      const idsOf = (some: readonly unknown[]): string[] => {
        const compiled = compileRules(parseRules(some.map((one) => JSON.stringify(one)).join('\n---\n'), 'r.yml').rules, { placeholders: PLACEHOLDERS });
        return compiled.match(new ObjectRecord({ product: 'p' }, fields)).map((index) => compiled.metadataOf(index).id ?? '').sort();
      };

      const all = idsOf(titled);

      expect(idsOf([...titled].reverse())).toEqual(all);
      expect(titled.flatMap((one) => idsOf([one])).sort()).toEqual(all);
    }), { numRuns: 100 });
  });

  it('E4: the literal required of a regular expression is in every text it matches', () => {
    let gated = 0;
    fc.assert(fc.property(regex, fc.constantFrom('', 'i'), fc.array(text(8), { minLength: 20, maxLength: 20 }), (source, flags, texts) => {
      const literal = regexLiteral(source, flags);
      const program = RE2JS.compile(source, flags === 'i' ? RE2JS.CASE_INSENSITIVE : 0);
      if (literal !== '') gated++;
      for (const one of texts) if (program.test(one)) expect(fold(one)).toContain(literal);
    }), { numRuns: 1_000 });

    expect(gated).toBeGreaterThan(50);
    expect(regexLiteral('^C:\\\\Windows\\\\[a-z]+(x|y)?\\\\system32\\.exe{2,3}$', '')).toBe('\\system32.ex');
    expect(regexLiteral('foo|bar', '')).toBe('');
  });

  it('E4: folding a whole is folding its parts', () => {
    fc.assert(fc.property(text(6), text(6), (one, two) => {
      expect(fold(one + two)).toBe(fold(one) + fold(two));
    }));
  });
});
