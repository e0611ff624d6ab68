import { z } from 'zod';
import { defineEvent, instant } from '../../event-type';
import { language } from '../../vocabulary';

export const ReportGeneratedV1 = defineEvent({
  type: 'yagura.report.generated.v1', topic: 'report.lifecycle', owner: 'reporting',
  about: 'A report of a period was rendered and stored write-once.',
  data: z.object({ tenantId: z.uuid(), reportId: z.uuid(), period: z.string(), isFinal: z.boolean(), language, dataVersion: z.string(), sha256: z.string(), pages: z.int(), at: instant }),
  key: (data) => data.reportId,
});
