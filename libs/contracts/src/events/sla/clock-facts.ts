import { z } from 'zod';
import { instant } from '../../event-type';
import { severity, slaMetric } from '../../vocabulary';

/** One promise about one case and metric, as it stands. Instants are null while they cannot be known (`libs/sla`). */
export const clockFacts = z.object({
  tenantId: z.uuid(), clockId: z.uuid(), caseId: z.uuid(), metric: slaMetric, severity, policyVersion: z.int(), targetSec: z.int(),
  state: z.enum(['not_started', 'running', 'paused', 'stopped', 'cancelled']), outcome: z.enum(['pending', 'met', 'breached', 'cancelled']),
  dueAt: instant.nullable(), elapsedSec: z.number(), sequence: z.int(),
});
