/** A log source value of a record; several when the same record belongs to several, as Sysmon 13 does to two categories. */
export type SourceValue = string | readonly string[];

/**
 * Log source of a record as its parser decided it (Sigma specification, "logsource"); compared by equality. Caveat: the
 * object must not change once a record with it was matched; sharing one object among records makes matching faster.
 */
export interface RecordLogSource {
  readonly product?: SourceValue;
  readonly category?: SourceValue;
  readonly service?: SourceValue;
}

/**
 * What the engine reads of one telemetry record, in native Sigma field names. `get` returns undefined for an absent
 * field and null for a present one without value; `values` yields the text of every scalar value and never a key.
 * Caveat: both are called during matching only, and `get` must return the same value each time.
 */
export interface SigmaRecord {
  readonly logsource: RecordLogSource;
  get(field: string): unknown;
  /** The raw log text; keywords search it alone when it is there. */
  readonly message?: string;
  values(): Iterable<string>;
}
