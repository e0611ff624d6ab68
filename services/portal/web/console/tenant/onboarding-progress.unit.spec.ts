import { progressOf, wordsOfStep, type OnboardingStep } from './onboarding-progress';

const step = (name: string, change: Partial<OnboardingStep> = {}): OnboardingStep => ({ subjectId: 's', step: name, done: false, attempts: 0, lastError: null, doneAt: null, ...change });

describe('the progress of an onboarding', () => {
  it('counts what is done, and names the first step that failed and is tried again', () => {
    const failing = step('account', { attempts: 2, lastError: 'identity.unavailable' });

    expect(progressOf([step('organization', { done: true }), failing, step('activation')])).toEqual({ done: 1, all: 3, failing });
  });

  it('names nothing as failing that failed once and is done', () => {
    expect(progressOf([step('account', { done: true, lastError: 'identity.unavailable' })]).failing).toBeUndefined();
  });

  it('has words for a step that it does not know', () => {
    expect(wordsOfStep('invitation')).toBe('tenant.step.invitation');
    expect(wordsOfStep('constructor')).toBe('tenant.step.other');
  });
});
