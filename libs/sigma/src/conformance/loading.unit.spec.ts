import { attackOf, compileRules, parseRules } from '../index';

const GOOD = { s: { F: 'a' }, condition: 's' };

function load(changes: Record<string, unknown>) {
  return parseRules(JSON.stringify({ title: 'A rule', name: 'win_whoami', logsource: { product: 'p' }, detection: GOOD, ...changes }), 'win_whoami.yml');
}

function refusalsOf(changes: Record<string, unknown>): string[] {
  const { rules, refused } = load(changes);
  expect(rules).toEqual([]);
  return refused.map(({ slug, path }) => `${slug} @ ${path}`);
}

function detection(selection: unknown, condition: unknown = 's'): Record<string, unknown> {
  return { detection: { s: selection, condition } };
}

describe('Loading', () => {
  it.each([
    ['L2: no title', { title: undefined }, 'sigma.missing_key @ title'],
    ['L2: no log source', { logsource: undefined }, 'sigma.missing_key @ logsource'],
    ['L2: no detection', { detection: undefined }, 'sigma.missing_detection @ detection'],
    ['L2: no condition', { detection: { s: { F: 'a' } } }, 'sigma.missing_condition @ detection.condition'],
    ['L2: an unknown level', { level: 'urgent' }, 'sigma.invalid_value @ level'],
    ['L4: an unknown modifier', detection({ 'F|foo': 'x' }), 'sigma.unknown_modifier @ detection.s'],
    ['L5: the old aggregation', detection({ F: 'x' }, 's | count() > 5'), 'sigma.pipe_aggregation @ detection.condition'],
    ['L5: its timeframe', { detection: { ...GOOD, timeframe: '5m' } }, 'sigma.timeframe @ detection.timeframe'],
    ['L6: an empty detection', { detection: { condition: 's' } }, 'sigma.empty_detection @ detection'],
    ['L6: an empty selection', detection({}), 'sigma.empty_detection @ detection.s'],
    ['L6: a selection of nothing', detection(null), 'sigma.empty_detection @ detection.s'],
    ['L6: an empty list', detection({ F: [] }), 'sigma.empty_list @ detection.s.F'],
    ['L6: a nested map as value', detection({ F: { G: 1 } }), 'sigma.invalid_value @ detection.s.F'],
    ['L6: an undefined identifier', detection({ F: 'x' }, 's and t'), 'sigma.undefined_identifier @ detection.condition'],
    ['C4: a pattern that fits nothing', detection({ F: 'x' }, '1 of zz*'), 'sigma.pattern_without_match @ detection.condition'],
    ['C4: them, when all names have an underscore', { detection: { _s: { F: 'x' }, condition: '1 of them' } }, 'sigma.pattern_without_match @ detection.condition'],
    ['C1: an open bracket', detection({ F: 'x' }, '(s'), 'sigma.condition_syntax @ detection.condition'],
    ['C1: a stray bracket', detection({ F: 'x' }, 's)'), 'sigma.condition_syntax @ detection.condition'],
    ['C1: two names in a row', detection({ F: 'x' }, 's s'), 'sigma.condition_syntax @ detection.condition'],
    ['C1: an operator at the end', detection({ F: 'x' }, 's and'), 'sigma.condition_syntax @ detection.condition'],
    ['C2: a count that does not exist', detection({ F: 'x' }, '2 of s*'), 'sigma.unknown_quantifier @ detection.condition'],
    ['M1: an expression with look-around', detection({ 'F|re': '(?=a)b' }), 'sigma.regex_refused @ detection.s.F|re'],
    ['M1: an expression with a back-reference', detection({ 'F|re': '(a)\\1' }), 'sigma.regex_refused @ detection.s.F|re'],
    ['M2: host bits in a network', detection({ 'F|cidr': '10.0.0.1/8' }), 'sigma.invalid_network @ detection.s.F|cidr'],
    ['M2: no network at all', detection({ 'F|cidr': 'intranet' }), 'sigma.invalid_network @ detection.s.F|cidr'],
    ['M3: no number to compare with', detection({ 'F|gt': 'many' }), 'sigma.not_a_number @ detection.s.F|gt'],
    ['M4: a wildcard in an encoded value', detection({ 'F|base64': 'a*' }), 'sigma.wildcard_in_encoded_value @ detection.s.F|base64'],
    ['M5: a value too short to have an inner part', detection({ 'F|base64offset|contains': 'a' }), 'sigma.value_too_short @ detection.s.F|base64offset|contains'],
    ['M12: contains before re', detection({ 'F|contains|re': 'a' }), 'sigma.illegal_modifiers @ detection.s'],
    ['M12: contains after re', detection({ 'F|re|contains': 'a' }), 'sigma.illegal_modifiers @ detection.s'],
    ['M12: endswith with cidr', detection({ 'F|cidr|endswith': '10.0.0.0/8' }), 'sigma.illegal_modifiers @ detection.s'],
    ['M12: two comparisons in one item', detection({ 'F|gt|lte': 5 }), 'sigma.illegal_modifiers @ detection.s'],
    ['M12: a flag without re', detection({ 'F|contains|i': 'a' }), 'sigma.illegal_modifiers @ detection.s'],
    ['M12: exists with contains', detection({ 'F|exists|contains': true }), 'sigma.illegal_modifiers @ detection.s'],
    ['M12: a comparison of keywords', detection({ '|gt': 5 }), 'sigma.illegal_modifiers @ detection.s'],
    ['B15: base64 after contains has a wildcard to encode', detection({ 'F|contains|base64': 'abc' }), 'sigma.wildcard_in_encoded_value @ detection.s.F|contains|base64'],
    ['N2: null with a text modifier', detection({ 'F|contains': null }), 'sigma.null_with_modifier @ detection.s.F|contains'],
    ['N3: exists without a boolean', detection({ 'F|exists': 'maybe' }), 'sigma.not_a_boolean @ detection.s.F|exists'],
    ['L1: a correlation', { correlation: { type: 'event_count' } }, 'sigma.unsupported_document @ correlation'],
    ['L1: a filter', { filter: { rules: 'any' } }, 'sigma.unsupported_document @ filter'],
  ])('%s is refused with reason and place', (_title, changes, expected) => {
    expect(refusalsOf(changes)).toEqual([expected]);
  });

  it('L4: a refusal reads as rule, place and reason', () => {
    expect(load(detection({ 'F|foo': 'x' })).refused[0]?.message).toBe('rule win_whoami: detection.s: unknown modifier "foo"');
  });

  it('L4: every fault of a rule is told', () => {
    expect(refusalsOf({ title: undefined, level: 'urgent', ...detection([{ 'F|foo': 1 }, { 'F|cidr': 'x', 'G|bar': 1 }]) })).toEqual([
      'sigma.missing_key @ title', 'sigma.unknown_modifier @ detection.s.0', 'sigma.unknown_modifier @ detection.s.1', 'sigma.invalid_value @ level',
      'sigma.invalid_network @ detection.s.1.F|cidr']);
  });

  it('L1: one file holds several documents, and a bad one does not take the others with it', () => {
    const good = 'title: a\nlogsource: {product: p}\ndetection: {s: {F: a}, condition: s}\n';

    const { rules, refused } = parseRules(`${good}---\ncorrelation: {type: event_count}\ntitle: c\n---\n- x\n---\ntitle: [\n---\n${good}`, 'many.yml');

    expect(rules.map(({ title }) => title)).toEqual(['a', 'a']);
    expect(refused.map(({ rule, slug }) => `${rule} ${slug}`)).toEqual(
      expect.arrayContaining(['c sigma.unsupported_document', 'many.yml#3 sigma.not_a_map', 'many.yml#4 sigma.yaml']));
  });

  it('L1: an alias bomb and a repeated key are refused', () => {
    const bomb = `a: &a [${'x,'.repeat(20)}]\nb: &b [${'*a,'.repeat(20)}]\nc: &c [${'*b,'.repeat(20)}]\nd: [${'*c,'.repeat(20)}]\n`;

    expect(parseRules(bomb, 'bomb.yml').refused).toHaveLength(1);
    expect(parseRules('title: a\ntitle: b\n', 'twice.yml').refused.map(({ slug, path }) => `${slug} @ ${path}`)).toEqual(['sigma.yaml @ line 2']);
    expect(parseRules('', 'empty.yml').refused.map(({ slug }) => slug)).toEqual(['sigma.empty_file']);
  });

  it('L2: unknown keys are kept', () => {
    const [rule] = load({ simulation: [{ type: 'x' }], license: 'DRL-1.1', author: 'Someone', falsepositives: 'None', level: 'high', status: 'test', fields: ['F'] }).rules;

    expect(rule).toMatchObject({ custom: { simulation: [{ type: 'x' }] }, licence: 'DRL-1.1', author: 'Someone', falsepositives: ['None'], level: 'high', status: 'test', fields: ['F'] });
  });

  it('L3: the definition is passed over and custom keys are kept', () => {
    expect(load({ logsource: { product: 'p', service: null, definition: 'x', tool: 'y' } }).rules[0]?.logsource).toEqual({ product: 'p', custom: { tool: 'y' } });
    expect(refusalsOf({ logsource: {} })).toEqual(['sigma.invalid_value @ logsource']);
    expect(refusalsOf({ logsource: { product: 5 } })).toEqual(['sigma.invalid_value @ logsource.product']);
  });

  it('L4, M8: a rule that lacks values loads, waits, and compiles for a tenant that has them', () => {
    const { rules, refused } = load(detection({ 'F|expand': ['%admins%', '%hosts%'] }));
    const without = compileRules(rules, { placeholders: new Map([['admins', ['alice']], ['hosts', []]]) });
    const filled = compileRules(rules, { placeholders: new Map([['admins', ['alice']], ['hosts', ['h']]]) });

    expect([refused, rules[0]?.placeholders]).toEqual([[], ['admins', 'hosts']]);
    expect([without.size, without.needsValues.map(({ placeholders }) => placeholders)]).toEqual([0, [['hosts']]]);
    expect([filled.size, filled.needsValues]).toEqual([1, []]);
  });

  it('M8: a value that the item cannot use refuses the rule for that tenant', () => {
    const compiled = compileRules(load(detection({ 'F|expand|cidr': '%nets%' })).rules, { placeholders: new Map([['nets', ['intranet']]]) });

    expect([compiled.size, compiled.refused.map(({ slug }) => slug)]).toEqual([0, ['sigma.invalid_network']]);
  });

  it('L7: a rule is found by id, or by a name that only one has', () => {
    const text = ['{title: a, id: one, name: x', '{title: b, id: two, name: x', '{title: c, id: three, name: y']
      .map((head) => `${head}, logsource: {product: p}, detection: {s: {F: a}, condition: s}}`).join('\n---\n');
    const compiled = compileRules(parseRules(text, 'names.yml').rules);

    expect([compiled.find('two'), compiled.find('y'), compiled.find('z')]).toEqual([1, 2, undefined]);
    expect(() => compiled.find('x')).toThrow(expect.objectContaining({ kind: 'Conflict', slug: 'sigma.ambiguous_reference' }));
  });

  it.each([
    ['L8: another taxonomy', { taxonomy: 'ecs' }, 'sigma.taxonomy @ taxonomy'],
    ['I6: all with a single value', detection({ 'F|contains|all': 'a' }), 'sigma.all_with_single_value @ detection.s.F|contains|all'],
    ['N2: null in a list', detection({ F: ['a', null] }), 'sigma.null_in_list @ detection.s.F'],
  ])('%s loads with a warning', (_title, changes, expected) => {
    expect(load(changes).rules[0]?.warnings.map(({ slug, path }) => `${slug} @ ${path}`)).toEqual([expected]);
    expect(load({}).rules[0]?.warnings).toEqual([]);
  });

  it('ATT&CK tags become tactics and techniques, and nothing else does', () => {
    expect(attackOf(['attack.t1059.001', 'attack.execution', 'attack.T1003', 'attack.defense_evasion', 'attack.s0154', 'attack.g0007', 'cve.2021-1', 'attack.stealth', 'attack.ta0002']))
      .toEqual({ tactics: ['execution', 'defense-evasion', 'stealth', 'TA0002'], techniques: ['T1059.001', 'T1003'] });
  });
});
