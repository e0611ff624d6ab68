import { assertSafeToServe, type TenantDb } from '@yagura/db';
import { HttpServiceEdge, SERVICE_CALLERS, startService } from '@yagura/runtime';
import { planOf, type ServiceName } from '../service/service-plans';
import { followIdentityNews } from './identity-part';
import type { PartContext, RunningPart, StartPart } from './part';
import { ProcessPlatform } from './process-platform';

/** One service in this process, put together by the same description as in the all-in-one. */
export const servicePart = (name: ServiceName): StartPart => async (context: PartContext): Promise<RunningPart> => {
  const { config, log, health, undo } = context;
  const platform = await ProcessPlatform.open(config, name, log, undo);
  const { definition, platform: own, portOf, close } = await planOf(name, platform);
  if (close !== undefined) undo.add(close);
  await demandSafeDatabase(platform, own.db);
  await platform.events.start();
  undo.add(() => platform.events.stop());
  if (name === 'tenants' && config.keycloakUrl === undefined) await followIdentityNews(platform, undo);
  if (definition.consumers.length > 0) platform.events.expect(name);
  const service = await startService(definition, own);
  undo.add(() => service.stop());
  health.add('database', () => answers(own.db));
  if (name === 'detection') health.add('lake', async () => ((await platform.lakeAnswers()) ? undefined : 'does not answer'));
  health.watch(() => [...platform.events.progress, ...(platform.watchedLog?.progress ?? [])]);
  return {
    addresses: addressesOf(config.host, name, portOf(service)),
    calls: new HttpServiceEdge(platform.edge, { key: platform.keys.of('service-calls'), callers: SERVICE_CALLERS }, log),
  };
};

function addressesOf(host: string, name: ServiceName, port: number | undefined): Record<string, string> {
  if (port === undefined) return {};
  return name === 'gateway' ? { graphqlUrl: `http://${host}:${port}/graphql` } : { hecUrl: `http://${host}:${port}` };
}

async function answers(db: TenantDb): Promise<undefined> {
  await db.withoutContext('select 1 as one');
  return undefined;
}

/** Each process looks for itself: it may be pointed at another database than the others. */
async function demandSafeDatabase({ stores }: ProcessPlatform, db: TenantDb): Promise<void> {
  const relay = stores.systemDb('lane_relay', 1);
  try {
    await assertSafeToServe(db, (text, values) => relay.sql(text, values));
  } finally {
    await relay.close();
  }
}
