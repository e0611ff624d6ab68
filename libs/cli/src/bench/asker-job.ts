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

/** Milliseconds of every answered request after the warm-up, and how many were `asked` with it; the first fault ends it all. */
export type AskResult = { readonly ok: true; readonly times: readonly number[]; readonly asked: number; readonly sample: string } | { readonly ok: false; readonly fault: string };
