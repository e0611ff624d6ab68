import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { TimeAt } from '../../shared/time/time-ago';
import { progressOf, wordsOfStep, type OnboardingStep } from './onboarding-progress';
import classes from './tenant.module.css';

/** Each step with its mark and its time. What failed is tried again by itself; nothing has to be started anew. */
export function OnboardingSteps({ state, steps }: { readonly state: 'ONBOARDING' | 'ACTIVE' | 'SUSPENDED'; readonly steps: readonly OnboardingStep[] }): ReactNode {
  const { formatMessage } = useIntl();
  const { done, all } = progressOf(steps);
  return (
    <>
      <p aria-live="polite">{formatMessage({ id: `tenant.state.${state}` })} · {formatMessage({ id: done === all ? 'tenant.progress.done' : 'tenant.progress.running' }, { done, all })}</p>
      <ol className={classes.steps}>{steps.map((step) => <Step key={`${step.subjectId}/${step.step}`} step={step} />)}</ol>
    </>
  );
}

function Step({ step: { step, done, attempts, lastError, doneAt } }: { readonly step: OnboardingStep }): ReactNode {
  const { formatMessage } = useIntl();
  const state = done ? 'done' : lastError == null ? 'waiting' : 'failing';
  return (
    <li>
      <span className={classes.mark} aria-hidden="true">{done ? '✓' : state === 'failing' ? '!' : '·'}</span>
      <span>
        {formatMessage({ id: wordsOfStep(step) })} <span className="only-read-aloud">{formatMessage({ id: `tenant.stepState.${state}` })}</span>
        {state === 'failing' && <span className={classes.bad}> {formatMessage({ id: 'tenant.step.failing' }, { attempts, reason: lastError ?? '' })}</span>}
      </span>
      <span className="soft">{doneAt == null ? '' : <TimeAt at={doneAt} />}</span>
    </li>
  );
}
