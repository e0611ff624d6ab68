/** What the bench tells its shippers, in a process of their own. */
export interface RoadJob {
  readonly hecUrl: string;
  /** One token for each source; each sends one batch a second, one after the other through the second. */
  readonly sources: readonly { readonly token: string; readonly company: number }[];
  /** Events a second of all sources together. */
  readonly eventsPerSec: number;
  /** How many of them a rule finds, each on a machine of its own. */
  readonly findingsPerSec: number;
  readonly seconds: number;
}

/** An event that a rule finds, by the machine that it names, and when the door's 200 for its batch arrived (Unix milliseconds). */
export interface MarkedEvent {
  readonly host: string;
  readonly acceptedAt: number;
}

export interface RoadResult {
  readonly events: number;
  readonly batches: number;
  readonly marked: readonly MarkedEvent[];
  /** Milliseconds from the first byte of each batch to the door's 200. */
  readonly doorMs: readonly number[];
  /** Answers other than 200, after which the same batch was sent again. */
  readonly refused: number;
}
