import type { Predicate } from '../predicate/predicate';
import type { AttackReferences } from './attack';
import type { Detection } from './detection';
import type { Expression } from './expression';
import type { RuleIssue } from './rule-issue';

export const SIGMA_LEVELS = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export type SigmaLevel = (typeof SIGMA_LEVELS)[number];

export const SIGMA_STATUSES = ['stable', 'test', 'experimental', 'deprecated', 'unsupported'] as const;
export type SigmaStatus = (typeof SIGMA_STATUSES)[number];

/** Log source of a rule; an absent key means any. `custom` keeps keys the specification does not name. */
export interface RuleLogSource {
  readonly product?: string;
  readonly category?: string;
  readonly service?: string;
  readonly custom: Readonly<Record<string, unknown>>;
}

/**
 * What a finding tells about the rule that fired. The Detection Rule License 1.1 asks for the author wherever a rule or a
 * match is shown, so `author` and `licence` go wherever the title goes.
 */
export interface RuleMetadata {
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly title: string;
  readonly description: string | undefined;
  readonly level: SigmaLevel | undefined;
  readonly status: SigmaStatus | undefined;
  readonly tags: readonly string[];
  readonly attack: AttackReferences;
  readonly author: string | undefined;
  readonly licence: string | undefined;
  readonly references: readonly string[];
  readonly falsepositives: readonly string[];
  readonly fields: readonly string[];
  readonly file: string;
}

/** A detection rule as loaded. `expression` is undefined while the rule waits for the values of `placeholders`. */
export interface SigmaRule extends RuleMetadata {
  readonly logsource: RuleLogSource;
  readonly detection: Detection;
  readonly expression: Expression<Predicate> | undefined;
  readonly placeholders: readonly string[];
  /** Top-level keys that the specification does not name, kept as they are. */
  readonly custom: Readonly<Record<string, unknown>>;
  readonly warnings: readonly RuleIssue[];
}
