import { z } from 'zod';
import { caseStatus, severity } from '../../vocabulary';

/** What every event of a case tells: who it is and how it stands after the change. */
export const caseFacts = z.object({ tenantId: z.uuid(), caseId: z.uuid(), number: z.int().positive(), version: z.int().positive(), severity, status: caseStatus, title: z.string() });
