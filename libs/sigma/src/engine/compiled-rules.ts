import { Conflict } from '@yagura/kernel';
import type { Predicate } from '../predicate/predicate';
import type { RecordLogSource, SigmaRecord } from '../record/sigma-record';
import type { Expression } from '../rule/expression';
import type { RuleRefusal } from '../rule/rule-issue';
import type { RuleLogSource, RuleMetadata } from '../rule/sigma-rule';
import { Bucket } from './bucket';
import { SourceVocabulary, coversSource } from './log-source';
import { emptyMask, setInMask, type RuleIndex, type RuleMask } from './rule-mask';

/** One rule of a compiled set; the leaves of its tree are positions in the set's predicates. */
export interface CompiledRule {
  readonly metadata: RuleMetadata;
  readonly logsource: RuleLogSource;
  readonly expression: Expression<number>;
}

/** A rule that was set aside because placeholders in it have no values. */
export interface NeedsValues { readonly rule: RuleMetadata; readonly placeholders: readonly string[]; }

export interface CompiledRulesParts {
  readonly compiled: readonly CompiledRule[];
  readonly predicates: readonly Predicate[];
  readonly needsValues: readonly NeedsValues[];
  readonly refused: readonly RuleRefusal[];
}

/**
 * An immutable rule set ready to match; safe to share by everything on one thread, and reloading means building another.
 * Indexes of a log source are built when its first record comes. Caveat: `match` must not be called from inside a record's
 * `get`, because a log source's working state is shared between calls.
 */
export class CompiledRules implements CompiledRulesParts {
  readonly compiled: readonly CompiledRule[];
  readonly predicates: readonly Predicate[];
  readonly needsValues: readonly NeedsValues[];
  readonly refused: readonly RuleRefusal[];
  private readonly vocabulary: SourceVocabulary;
  private readonly buckets = new Map<string, Bucket>();
  /** Parsers hand out one log source object for many records. */
  private readonly bucketsBySource = new WeakMap<RecordLogSource, Bucket>();

  constructor(parts: CompiledRulesParts) {
    this.compiled = parts.compiled;
    this.predicates = parts.predicates;
    this.needsValues = parts.needsValues;
    this.refused = parts.refused;
    this.vocabulary = new SourceVocabulary(parts.compiled.map((rule) => rule.logsource));
  }

  get size(): number {
    return this.compiled.length;
  }

  metadataOf(index: RuleIndex): RuleMetadata {
    return this.compiled[index].metadata;
  }

  /** Indexes of the rules that match, ascending; rules in `disabled` never do. */
  match(record: SigmaRecord, disabled?: RuleMask): RuleIndex[] {
    const { logsource } = record;
    let bucket = this.bucketsBySource.get(logsource);
    if (bucket === undefined) {
      bucket = this.bucketOf(logsource);
      this.bucketsBySource.set(logsource, bucket);
    }
    return bucket.match(record, disabled);
  }

  /** A mask of the rules with these ids. Ids that the set lacks are passed over: a tenant's choice outlives a rule. */
  maskOf(ruleIds: Iterable<string>): RuleMask {
    const wanted = new Set(ruleIds);
    const mask = emptyMask(this.size);
    for (const [index, { metadata }] of this.compiled.entries()) {
      if (metadata.id !== undefined && wanted.has(metadata.id)) setInMask(mask, index);
    }
    return mask;
  }

  /** The rule with this id, else the one with this name; undefined when there is none. Throws Conflict when several share it. */
  find(reference: string): RuleIndex | undefined {
    const byId = this.indexesWhere((metadata) => metadata.id === reference);
    const found = byId.length > 0 ? byId : this.indexesWhere((metadata) => metadata.name === reference);
    if (found.length > 1) throw new Conflict('Several rules share this id or name.', { slug: 'sigma.ambiguous_reference' });
    return found[0];
  }

  private indexesWhere(test: (metadata: RuleMetadata) => boolean): RuleIndex[] {
    return this.compiled.flatMap(({ metadata }, index) => (test(metadata) ? [index] : []));
  }

  private bucketOf(logsource: RecordLogSource): Bucket {
    const key = this.vocabulary.reduce(logsource);
    let bucket = this.buckets.get(key);
    if (bucket === undefined) {
      const members = this.compiled.flatMap((rule, index) => (coversSource(rule.logsource, logsource) ? [{ index, expression: rule.expression }] : []));
      bucket = new Bucket(members, this.predicates);
      this.buckets.set(key, bucket);
    }
    return bucket;
  }
}
