/** One way in which the database differs from what isolation needs. */
export interface CatalogueFault {
  /** Stable name of the broken rule, such as `table.not_forced`. */
  readonly rule: string;
  /** What breaks it: a table, function, role or setting. */
  readonly object: string;
  /** One sentence for the operator. */
  readonly text: string;
}

export const fault = (rule: string, object: string, text: string): CatalogueFault => ({ rule, object, text: `${object} ${text}` });
