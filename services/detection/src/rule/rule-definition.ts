import type { RuleSelectionText, RuleDefinition } from '@yagura/contracts';
import type { SigmaRule } from '@yagura/sigma';

type Selection = SigmaRule['detection']['selections'] extends ReadonlyMap<string, infer One> ? One : never;
type Tests = RuleSelectionText['alternatives'][number];

/** What a rule looks for, as its author wrote it: log source, selections, condition, and when it errs. */
export function definitionOf({ logsource, detection, falsepositives }: SigmaRule): RuleDefinition {
  return {
    logSource: [logsource.product, logsource.category, logsource.service].filter((part) => part !== undefined).join('/'),
    selections: [...detection.selections].map(([name, selection]) => ({ name, alternatives: alternativesOf(selection, `detection.${name}`) })),
    conditions: [...detection.conditions], falsePositives: [...falsepositives],
  };
}

function alternativesOf(selection: Selection, place: string): readonly Tests[] {
  if (selection.kind === 'all') return [selection.items.map((item) => testOf(item, place))];
  return selection.members.flatMap((member, at) => alternativesOf(member, `${place}.${at}`));
}

/** The place of an item ends with the key that its author wrote; a keyword has none. */
function testOf({ place, values }: { readonly place: string; readonly values: readonly unknown[] }, within: string): Tests[number] {
  const [field = '', ...modifiers] = place.startsWith(`${within}.`) ? place.slice(within.length + 1).split('|') : [''];
  return { field, modifiers, values: values.map(String) };
}
