/** One step of bringing a tenant in, as the API tells it. */
export interface OnboardingStep {
  readonly subjectId: string;
  readonly step: string;
  readonly done: boolean;
  readonly attempts: number;
  readonly lastError?: string | null;
  readonly doneAt?: string | null;
}

/** How far the steps are: done of all, and the first that failed and is tried again. */
export function progressOf(steps: readonly OnboardingStep[]): { readonly done: number; readonly all: number; readonly failing: OnboardingStep | undefined } {
  return { done: steps.filter(({ done }) => done).length, all: steps.length, failing: steps.find(({ done, lastError }) => !done && lastError != null) };
}

const KNOWN = new Set(['organization', 'account', 'organization_member', 'invitation', 'activation']);

/** Name of the words of a step; a step of a later version has general words. */
export const wordsOfStep = (step: string): string => `tenant.step.${KNOWN.has(step) ? step : 'other'}`;
