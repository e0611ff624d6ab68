/** What some keys do, by their names (see `keyName`). */
export interface KeyAction {
  readonly keys: readonly string[];
  /** A sentence for the list of keys. */
  readonly label: string;
  /** Absent for `?`, which the provider answers itself. */
  readonly run?: () => void;
}
