/** One name, or several when a record belongs to several: Sysmon 13 is `registry_set` and also `registry_event`. */
export type SourceName = string | readonly string[];

/** What a rule's `logsource` is compared with (Sigma specification, log source): an absent key of the rule means any. */
export interface LogSource {
  readonly product?: SourceName;
  readonly category?: SourceName;
  readonly service?: SourceName;
}

/** How records of one kind are filed: by log type, Sigma log source and OCSF class. Shared by all records of the kind. */
export interface RecordKind {
  /** Log type as the lake's `src` column shows it, such as `windows/sysmon`. */
  readonly src: string;
  readonly logsource: LogSource;
  readonly classUid: number;
  readonly activityId: number;
}

/** Builds a kind; class 0 and activity 0 are a record that no mapping covers. */
export function recordKind(src: string, logsource: LogSource, classUid = 0, activityId = 0): RecordKind {
  return { src, logsource, classUid, activityId };
}
