/** The steps of bringing a tenant or a person in. Each is repeatable; a position is done before the next begins. */
export const STEPS = ['organization', 'account', 'organization_member', 'invitation', 'activation'] as const;
export type StepName = (typeof STEPS)[number];

export interface Step {
  readonly tenantId: string;
  /** The tenant itself, or the person. */
  readonly subjectId: string;
  readonly step: StepName;
  readonly attempts: number;
}

export interface StepState extends Step {
  readonly done: boolean;
  readonly lastError: string | null;
  readonly doneAt: Date | null;
}

export const positionOf = (step: StepName): number => STEPS.indexOf(step) + 1;

/** Steps that make a tenant; those of its people lie between them. */
export const TENANT_STEPS: readonly StepName[] = ['organization', 'activation'];
export const CUSTOMER_STEPS: readonly StepName[] = ['account', 'organization_member', 'invitation'];
export const STAFF_STEPS: readonly StepName[] = ['account', 'invitation'];

const FIRST_PAUSE_SEC = 1;
const LONGEST_PAUSE_SEC = 300;

/** Seconds until a failed step is tried again: doubled each time, at most five minutes, so that an outage of hours is survived quietly. */
export const pauseAfter = (attempts: number): number => Math.min(FIRST_PAUSE_SEC * 2 ** Math.min(attempts - 1, 20), LONGEST_PAUSE_SEC);
