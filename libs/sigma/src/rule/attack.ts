/** ATT&CK references of a rule: tactics by name (`defense-evasion`), techniques by id (`T1059.001`). */
export interface AttackReferences { readonly tactics: readonly string[]; readonly techniques: readonly string[]; }

const TECHNIQUE = /^t\d{4}(\.\d{3})?$/;
const OTHER_OBJECT = /^(s|g|c|m|ds|det|an|dc)\d{4}$/;

/**
 * Reads `attack.t1059.001` and `attack.execution` among a rule's tags. Ids of software, groups, campaigns, mitigations
 * and data sources are neither and are left out; unknown names are kept, because the matrix grows faster than any list.
 */
export function attackOf(tags: readonly string[]): AttackReferences {
  const tactics = new Set<string>();
  const techniques = new Set<string>();
  for (const tag of tags) {
    const lower = tag.toLowerCase();
    if (!lower.startsWith('attack.')) continue;
    const name = lower.slice('attack.'.length);
    if (TECHNIQUE.test(name)) techniques.add(name.toUpperCase());
    else if (name !== '' && !OTHER_OBJECT.test(name)) tactics.add(/^ta\d{4}$/.test(name) ? name.toUpperCase() : name.replaceAll('_', '-'));
  }
  return { tactics: [...tactics], techniques: [...techniques] };
}
