import type { Step } from './step';

/** Where a test kills the saga: after a step's effect outside, before that is recorded. In service it does nothing. */
export class Failpoint {
  reached(_step: Step): void {
    return undefined;
  }
}
