import type { Severity, SlaMetric, SlaPolicyFacts } from '@yagura/contracts';
import { type CalendarDefinition, NAMED_CALENDARS, neverOpens, openingHours, type ReopenMode } from '@yagura/sla';
import { CalendarNeverOpens, CalendarUnknown } from './policy.errors';

/** A policy's version as it was agreed, with the opening hours that its calendar's name meant on the day it arrived. */
export interface PinnedPolicy extends SlaPolicyFacts {
  readonly calendarDefinition: CalendarDefinition;
}

/** Joins a policy with the calendar that it names; refuses one under which no clock could ever run (service levels, section 1.2). */
export function pin(policy: SlaPolicyFacts, now: Date): PinnedPolicy {
  if (!Object.hasOwn(NAMED_CALENDARS, policy.calendar)) throw new CalendarUnknown();
  const calendarDefinition = NAMED_CALENDARS[policy.calendar];
  if (neverOpens(openingHours(calendarDefinition), now.getTime())) throw new CalendarNeverOpens();
  return { ...policy, calendarDefinition };
}

/** Counted seconds that the policy promises, or undefined when it promises nothing for the severity. */
export function targetOf(policy: SlaPolicyFacts, metric: SlaMetric, severity: Severity): number | undefined {
  const target = policy.targets.find((one) => one.severity === severity);
  return metric === 'acknowledge' ? target?.acknowledgeSec : target?.resolveSec;
}

/** The first answer to a case happens once; work on a case that comes back goes on where it stopped (service levels, section 1.7). */
export const reopenModeOf = (metric: SlaMetric): ReopenMode & ('resume' | 'never') => (metric === 'resolve' ? 'resume' : 'never');
