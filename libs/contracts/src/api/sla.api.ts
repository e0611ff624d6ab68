import { z } from 'zod';
import { instant } from '../event-type';
import { operation, type Page } from '../service-api';
import type { Severity, SlaMetric } from '../vocabulary';
import { pageInput } from './page';

/** States and outcomes of a clock are two questions: a breached promise may still be running (service levels, section 1.4). */
export const CLOCK_STATES = ['not_started', 'running', 'paused', 'stopped', 'cancelled'] as const;
export const CLOCK_OUTCOMES = ['pending', 'met', 'breached', 'cancelled'] as const;

/** One promise about one case and metric, as it stood at `evaluatedAt`. Seconds are counted on the calendar, to the millisecond. */
export interface ClockView {
  readonly tenantId: string; readonly clockId: string; readonly caseId: string; readonly caseNumber: number; readonly metric: SlaMetric; readonly severity: Severity;
  readonly policyId: string; readonly policyVersion: number; readonly calendar: string; readonly targetSec: number; readonly startedAt: string;
  readonly state: (typeof CLOCK_STATES)[number]; readonly outcome: (typeof CLOCK_OUTCOMES)[number];
  readonly dueAt: string | null; readonly elapsedSec: number; readonly elapsedPct: number;
  /** Highest share of the present target that was warned about; 0 for none. */
  readonly warnedPct: number;
  readonly breachedAt: string | null; readonly finalAt: string | null; readonly sequence: number; readonly evaluatedAt: string;
}

/** Promises that run now, and those whose outcome became final in the period. Attainment in percent, cut to two decimals; null when there is nothing to divide by. */
export interface PromiseCounts { readonly running: number; readonly met: number; readonly breached: number; readonly attainmentPct: number | null }
export interface SlaSummaryRow extends PromiseCounts { readonly tenantId: string; readonly metric: SlaMetric; readonly severity: Severity }
export interface SlaSummary {
  readonly from: string; readonly until: string; readonly items: readonly SlaSummaryRow[];
  /** The same counts per tenant over all metrics and severities. */
  readonly tenants: readonly ({ readonly tenantId: string } & PromiseCounts)[];
}

/** An entry of a clock's append-only history, in the order in which it was recorded. */
export interface ClockEntry {
  readonly sequence: number; readonly kind: 'start' | 'pause' | 'resume' | 'stop' | 'reopen' | 'retarget' | 'cancel'; readonly at: string;
  readonly recordedAt: string; readonly reason: string | null; readonly targetSec: number | null;
}

/** Everything that a clock's result depends on, and the result computed anew from it, so that anyone can check the stored one. */
export interface ClockReplay {
  readonly clock: ClockView; readonly entries: readonly ClockEntry[];
  readonly pauseOn: readonly string[]; readonly warnPct: readonly number[]; readonly reopen: 'resume' | 'never';
  /** The pinned opening hours as JSON text, in the form of section 1.2 of the service-level specification. */
  readonly calendarDefinition: string; readonly tzVersion: string;
  readonly asOf: string;
  readonly result: {
    readonly state: ClockView['state']; readonly outcome: ClockView['outcome']; readonly elapsedSec: number; readonly remainingSec: number; readonly elapsedPct: number;
    readonly dueAt: string | null; readonly breachAt: string | null; readonly predictedBreachAt: string | null; readonly grossSec: number;
    readonly pausedSec: readonly { readonly reason: string; readonly seconds: number }[]; readonly dataErrors: number;
  };
  /** True when the stored outcome, due and breach instants are those of the new computation. */
  readonly agrees: boolean;
}

const tenantId = z.uuid().nullish();
const clocksInput = z.strictObject({
  tenantId, caseIds: z.array(z.uuid()).max(100).nullish(), state: z.enum(CLOCK_STATES).nullish(), outcome: z.enum(CLOCK_OUTCOMES).nullish(),
  /** Promises whose outcome became final in this half-open span: those that a summary of it counts as kept or broken. */
  finalFrom: instant.nullish(), finalUntil: instant.nullish(), ...pageInput,
});
const summaryInput = z.strictObject({ tenantId, from: instant, until: instant });
export type ClocksInput = z.output<typeof clocksInput>;
export type SlaSummaryInput = z.output<typeof summaryInput>;

export const slaApi = {
  /** Newest promise first. */
  clocks: operation<Page<ClockView>>()('sla', 'clocks', 'sla:read', clocksInput),
  clocksOfCase: operation<{ readonly items: readonly ClockView[] }>()('sla', 'clocksOfCase', 'sla:read', z.strictObject({ caseId: z.uuid() })),
  /** Those of many cases at once, for the gateway's loader; cases without a promise have none. */
  clocksOfCases: operation<{ readonly items: readonly ClockView[] }>()('sla', 'clocksOfCases', 'sla:read', z.strictObject({ caseIds: z.array(z.uuid()).max(100) })),
  slaSummary: operation<SlaSummary>()('sla', 'slaSummary', 'sla:read', summaryInput),
  replay: operation<ClockReplay>()('sla', 'replay', 'sla:read', z.strictObject({ clockId: z.uuid() })),
} as const;
