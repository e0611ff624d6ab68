import { parseRules } from '@yagura/sigma';
import { definitionOf } from './rule-definition';

const definition = (detection: string): ReturnType<typeof definitionOf> => {
  const { rules: [rule] } = parseRules(`title: T\nlogsource: { product: windows, category: process_creation }\nfalsepositives: [Backup software]\ndetection:\n${detection}`, 'rule.yml');
  return definitionOf(rule);
};

describe('what a rule looks for', () => {
  it('is told with its log source and with what makes it err', () => {
    expect(definition('  a: { Image: x }\n  condition: a')).toMatchObject({ logSource: 'windows/process_creation', falsePositives: ['Backup software'], conditions: ['a'] });
  });

  it('keeps fields with dots, modifiers in their order and values as they were written', () => {
    const { selections } = definition('  selection:\n    user.name|contains|all: [a, "\\\\b"]\n    code: 4625\n    gone: null\n  condition: selection');
    expect(selections).toEqual([{ name: 'selection', alternatives: [[
      { field: 'user.name', modifiers: ['contains', 'all'], values: ['a', '\\b'] }, { field: 'code', modifiers: [], values: ['4625'] }, { field: 'gone', modifiers: [], values: ['null'] },
    ]] }]);
  });

  it('tells a list of maps as alternatives, and a keyword as a test without a field', () => {
    const { selections } = definition('  either:\n    - Image: x\n      User: y\n    - Image: z\n  words: [mimikatz]\n  condition: either or words');
    expect(selections).toEqual([
      { name: 'either', alternatives: [[{ field: 'Image', modifiers: [], values: ['x'] }, { field: 'User', modifiers: [], values: ['y'] }], [{ field: 'Image', modifiers: [], values: ['z'] }]] },
      { name: 'words', alternatives: [[{ field: '', modifiers: [], values: ['mimikatz'] }]] },
    ]);
  });
});
