import { asId, type TenantId } from '@yagura/kernel';
import type { SlaPolicyFacts } from '@yagura/contracts';

/** The provider's own tenant: one row in every installation, always under this id. It is never in a customer's scope and is not billed. */
export const PROVIDER_TENANT_ID: TenantId = asId<'tenant'>('01938000-0000-7000-8000-000000000001');

export type StoredPolicy = SlaPolicyFacts & { readonly code: string };

/** A service tier on offer: its promise by name, and the limits that hold unless an agreement names others. */
export interface Plan {
  readonly code: string;
  readonly name: string;
  readonly slaPolicyCode: string;
  readonly quota: { readonly eventsPerSec: number; readonly bytesPerDay: number; readonly maxSources: number };
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const target = (severity: SlaPolicyFacts['targets'][number]['severity'], acknowledgeSec: number, resolveSec: number): SlaPolicyFacts['targets'][number] =>
  ({ severity, acknowledgeSec, resolveSec });
const usual = { version: 1, pauseOn: ['customer'], warnPct: [50, 75, 90] };

const BUSINESS_TARGETS = [
  target('critical', 30 * MINUTE, 9 * HOUR), target('high', 1 * HOUR, 18 * HOUR), target('medium', 4 * HOUR, 27 * HOUR),
  target('low', 9 * HOUR, 45 * HOUR), target('informational', 18 * HOUR, 90 * HOUR),
];

/** The promises that a new installation can make. Seconds are counted on the calendar: 9 hours are one day of business hours. */
export const DEFAULT_POLICIES: readonly StoredPolicy[] = [
  {
    ...usual, policyId: '01938000-0000-7000-8000-00000000a001', code: 'mdr_standard', name: 'MDR standard, round the clock', calendar: 'always',
    targets: [
      target('critical', 15 * MINUTE, 4 * HOUR), target('high', 30 * MINUTE, 8 * HOUR), target('medium', 2 * HOUR, 24 * HOUR),
      target('low', 8 * HOUR, 72 * HOUR), target('informational', 24 * HOUR, 168 * HOUR),
    ],
  },
  {
    ...usual, policyId: '01938000-0000-7000-8000-00000000a002', code: 'business_hours', name: 'Business hours, Tokyo', calendar: 'tokyo_business_hours',
    targets: BUSINESS_TARGETS,
  },
  {
    ...usual, policyId: '01938000-0000-7000-8000-00000000a004', code: 'business_hours_london', name: 'Business hours, London', calendar: 'london_business_hours',
    targets: BUSINESS_TARGETS,
  },
  {
    // Short enough that a breach can be watched at any hour of any day; nobody sells it.
    ...usual, policyId: '01938000-0000-7000-8000-00000000a003', code: 'demo_seconds', name: 'Demonstration, seconds', calendar: 'always',
    targets: [
      target('critical', 3, 20), target('high', 4, 30), target('medium', 6, 40), target('low', 8, 60), target('informational', 10, 90),
    ],
  },
];

/** Ten to the ninth bytes, the GB of the price book. */
const GB = 1_000_000_000;

export const DEFAULT_PLANS: readonly Plan[] = [
  { code: 'mdr_standard', name: 'MDR Standard', slaPolicyCode: 'mdr_standard', quota: { eventsPerSec: 2_000, bytesPerDay: 50 * GB, maxSources: 50 } },
  { code: 'mdr_enterprise', name: 'MDR Enterprise', slaPolicyCode: 'mdr_standard', quota: { eventsPerSec: 20_000, bytesPerDay: 500 * GB, maxSources: 500 } },
  { code: 'mssp_business', name: 'MSSP Business Hours', slaPolicyCode: 'business_hours', quota: { eventsPerSec: 1_000, bytesPerDay: 20 * GB, maxSources: 30 } },
];
