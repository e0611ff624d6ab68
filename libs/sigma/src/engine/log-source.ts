import type { RecordLogSource, SourceValue } from '../record/sigma-record';
import type { RuleLogSource } from '../rule/sigma-rule';

/** Whether a rule's log source covers a record: every key the rule gives is equal to (one of) the record's. */
export function coversSource(rule: RuleLogSource, record: RecordLogSource): boolean {
  return covers(rule.product, record.product) && covers(rule.category, record.category) && covers(rule.service, record.service);
}

function covers(wanted: string | undefined, given: SourceValue | undefined): boolean {
  if (wanted === undefined) return true;
  return typeof given === 'string' ? given === wanted : given?.includes(wanted) ?? false;
}

/**
 * Reduces a record's log source to the values that some rule asks for, so that the number of buckets depends on the rules
 * and not on what records claim.
 */
export class SourceVocabulary {
  private readonly products = new Set<string>();
  private readonly categories = new Set<string>();
  private readonly services = new Set<string>();

  constructor(sources: Iterable<RuleLogSource>) {
    for (const { product, category, service } of sources) {
      if (product !== undefined) this.products.add(product);
      if (category !== undefined) this.categories.add(category);
      if (service !== undefined) this.services.add(service);
    }
  }

  reduce(source: RecordLogSource): string {
    return `${known(this.products, source.product)}\n${known(this.categories, source.category)}\n${known(this.services, source.service)}`;
  }
}

function known(words: ReadonlySet<string>, value: SourceValue | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return words.has(value) ? value : '';
  return value.filter((one) => words.has(one)).sort().join('\t');
}
