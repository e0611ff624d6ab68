import type { ProcessName } from '@yagura/config';
import type { StartPart } from './part';
import type { ServiceName } from '../service/service-plans';

const service = (name: ServiceName) => async (): Promise<StartPart> => (await import('./service-part.js')).servicePart(name);
const store = () => import('./store-parts.js');

/** What each process runs. Its code is loaded when it is asked for, so that no process holds what others need. */
export const PARTS: Readonly<Record<ProcessName, () => Promise<StartPart>>> = {
  database: async () => (await store()).databasePart,
  lake: async () => (await store()).lakePart,
  relay: async () => (await import('./relay-part.js')).relayPart,
  identity: async () => (await import('./identity-part.js')).identityPart,
  portal: async () => (await import('./portal-part.js')).portalPart,
  tenants: service('tenants'), ingestion: service('ingestion'), detection: service('detection'), cases: service('cases'), sla: service('sla'),
  reporting: service('reporting'), billing: service('billing'), integrations: service('integrations'), gateway: service('gateway'),
};
