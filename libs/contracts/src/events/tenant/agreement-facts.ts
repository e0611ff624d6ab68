import { z } from 'zod';
import { language, serviceMode, severity } from '../../vocabulary';

/** Counted seconds until each promise, on a named calendar of `libs/sla`. */
export const slaTarget = z.object({ severity, acknowledgeSec: z.int().positive(), resolveSec: z.int().positive() });

/** The promise of an agreement: targets per severity on one calendar, what pauses, when to warn. Versioned; clocks pin the version. */
export const slaPolicyFacts = z.object({
  policyId: z.uuid(), version: z.int().positive(), name: z.string(),
  calendar: z.string().describe('name of a calendar in libs/sla, such as always or tokyo_business_hours'),
  targets: z.array(slaTarget).min(1), pauseOn: z.array(z.string()), warnPct: z.array(z.int().min(1).max(99)),
});

/** What other services need of an agreement; the rest stays with `tenants`. */
export const agreementFacts = z.object({
  agreementId: z.uuid(), version: z.int().positive(), plan: z.string(), serviceMode, timeZone: z.string(), language,
  currency: z.string().length(3), startsOn: z.iso.date(), slaPolicy: slaPolicyFacts,
  quota: z.object({ eventsPerSec: z.int().positive(), bytesPerDay: z.int().positive(), maxSources: z.int().positive() }),
  billingName: z.string(),
});
export type AgreementFacts = z.output<typeof agreementFacts>;
export type SlaPolicyFacts = z.output<typeof slaPolicyFacts>;
