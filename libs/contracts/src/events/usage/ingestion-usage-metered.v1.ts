import { defineEvent } from '../../event-type';
import { usageFacts } from './usage-facts';

export const IngestionUsageMeteredV1 = defineEvent({
  type: 'yagura.ingestion_usage.metered.v1', topic: 'ingestion.usage', owner: 'ingestion',
  about: 'Bytes of a batch that were stored, from the ledger.',
  data: usageFacts,
  key: (data) => data.tenantId,
});
