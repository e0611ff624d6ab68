import { z } from 'zod';
import { defineEvent, instant } from '../../event-type';
import { severity } from '../../vocabulary';

export const FindingCreatedV1 = defineEvent({
  type: 'yagura.finding.created.v1', topic: 'detection.finding', owner: 'detection',
  about: 'A rule fired on a record; the id depends only on tenant, batch, place in the batch and rule.',
  data: z.object({
    findingId: z.uuid(), tenantId: z.uuid(), sourceId: z.uuid(), batchId: z.uuid(), seq: z.int().nonnegative(), contentVersion: z.string(),
    rule: z.object({ id: z.string(), title: z.string(), level: severity, tactics: z.array(z.string()), techniques: z.array(z.string()), author: z.string(), license: z.string() }),
    occurredAt: instant, receivedAt: instant, createdAt: instant,
    host: z.string(), user: z.string(), summary: z.string().describe('one line for people; the raw text stays in the lake'),
    observables: z.array(z.object({ name: z.string(), value: z.string() })).max(20),
    groupKey: z.string().describe('what findings of one case share, readable by people'),
  }),
  key: (data) => data.findingId,
});
