import fc from 'fast-check';
import { buildSchema, parse, validate } from 'graphql';
import { DOCUMENT_LIMITS, documentLimitsRule, isTooLong } from './document-limits';

const schema = buildSchema('type Query { a: A } type A { a: A b: Int }');
const isRefused = (text: string): boolean => validate(schema, parse(text), [documentLimitsRule]).length > 0;
const nested = (depth: number): string => `${'{ a '.repeat(depth - 1)}{ b }${' }'.repeat(depth - 1)}`;

describe('the limits of a document', () => {
  it('of depth count the fields on the longest way, however it is written', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 12 }), fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), (depth, inFragments) => {
      let body = '{ b }';
      const fragments: string[] = [];
      for (let level = 1; level < depth; level += 1) {
        if (inFragments[level]) {
          fragments.push(`fragment f${level} on A ${body}`);
          body = `{ a { ...f${level} } }`;
        } else body = `{ a ${body} }`;
      }
      expect(isRefused(`${body} ${fragments.join(' ')}`)).toBe(depth > DOCUMENT_LIMITS.depth);
    }));
  });

  it.each([
    ['as deep as allowed', nested(6), false], ['one deeper', nested(7), true], ['one deeper in a second operation', `query x { a { b } } query y ${nested(7)}`, true],
    ['a fragment that spreads itself', '{ a { ...f } } fragment f on A { a { ...f } }', true], ['a spread of nothing', '{ a { ...gone } }', false],
    ['inline fragments, which are no depth', '{ a { ... on A { ... { a { b } } } } }', false],
    ['ten aliases', `{ a { ${Array.from({ length: 10 }, (_, at) => `x${at}: b`).join(' ')} } }`, false],
    ['eleven aliases in a fragment that nobody spreads', `{ a { b } } fragment f on A { ${Array.from({ length: 11 }, (_, at) => `x${at}: b`).join(' ')} }`, true],
    ['four directives', `query @a { a { b ${'@a '.repeat(3)} } }`, false], ['five directives', `query @a { a { b ${'@a '.repeat(4)} } }`, true],
    ['five directives on variables', `query(${Array.from({ length: 5 }, (_, at) => `$v${at}: Int @a`).join(' ')}) { a { b } }`, true],
  ])('judge %s', (_, text, expected) => {
    expect(isRefused(text)).toBe(expected);
  });

  it('are judged in time for fragments that each spread the next one twice', () => {
    const chain = Array.from({ length: 38 }, (_, at) => `fragment f${at} on A { ...f${at + 1} ...f${at + 1} }`).join(' ');

    expect(isRefused(`{ a { ...f0 } } ${chain} fragment f38 on A { b }`)).toBe(false);
    expect(isRefused(`{ a { ...f0 } } ${chain} fragment f38 on A ${nested(6)}`)).toBe(true);
  });

  it('of tokens count what the parser counts, and leave what cannot be read to it', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 500 }), (fields) => {
      const text = `{ ${'b '.repeat(fields)}}`;
      expect(isTooLong(text)).toBe(fields + 2 > DOCUMENT_LIMITS.tokens);
      if (!isTooLong(text)) expect(() => parse(text, { maxTokens: DOCUMENT_LIMITS.tokens })).not.toThrow();
    }));
    expect(isTooLong('{ "')).toBe(false);
  });
});
