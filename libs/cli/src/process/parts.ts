import type { ProcessName } from '@yagura/config';
import { identityPart } from './identity-part';
import type { StartPart } from './part';
import { portalPart } from './portal-part';
import { servicePart } from './service-part';
import { databasePart, lakePart, relayPart } from './store-parts';

/** What each process runs. */
export const PARTS: Readonly<Record<ProcessName, StartPart>> = {
  database: databasePart, lake: lakePart, relay: relayPart, identity: identityPart, portal: portalPart,
  tenants: servicePart('tenants'), ingestion: servicePart('ingestion'), detection: servicePart('detection'), cases: servicePart('cases'), sla: servicePart('sla'),
  reporting: servicePart('reporting'), billing: servicePart('billing'), integrations: servicePart('integrations'), gateway: servicePart('gateway'),
};
