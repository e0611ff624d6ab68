/** What the bench tells its askers, in a process of their own. */
export interface AskJob {
  readonly url: string;
  readonly token: string;
  /** One request body, asked again and again. */
  readonly body: string;
  readonly clients: number;
  readonly warmUpSec: number;
  readonly seconds: number;
}

/** Milliseconds of every answered request after the warm-up, in the order of their ends, and how many were `asked` with it. The first fault ends it all. */
export interface AskResult {
  readonly times: readonly number[];
  readonly asked: number;
  /** Answers that were another text than the first one, although nothing changes while they are asked. */
  readonly different: number;
  readonly sample: string;
}
