import { join, resolve } from 'node:path';
import { IdentityNews, portalClients, startIdentity, type SignedOutPerson } from '@yagura/auth';
import { presentKeys } from '@yagura/config';
import { z } from 'zod';
import { databaseAccess } from '../service/database-access';
import type { Undo } from '../service/undo';
import type { PartContext, RunningPart } from './part';
import type { ProcessPlatform } from './process-platform';

const signedOut = z.strictObject({ issuer: z.string().max(500), subject: z.string().max(200) });

/** The embedded identity provider in a process of its own. Who leaves at its page is told through the database to whoever keeps the grants. */
export async function identityPart({ config, log, health, undo }: PartContext): Promise<RunningPart> {
  const { dataDir, host, identityPort, identityUrl, consoleUrl, portalUrl } = config;
  const db = databaseAccess(config.databaseUrl, new URL(config.databaseUrl).pathname.slice(1), presentKeys(resolve(dataDir))).systemDb('svc_identity', 4);
  undo.add(() => db.close());
  const news = new IdentityNews();
  const tell = async (person: SignedOutPerson): Promise<void> => { await db.sql("select pg_notify('identity_news', $1)", [JSON.stringify(person)]); };
  undo.add(news.onSignedOut((person) => { tell(person).catch((error: unknown) => log.error({ err: error }, 'a sign-out could not be told; tokens in hand live out their time')); }));
  const identity = await startIdentity({
    host, port: identityPort, keysDir: join(resolve(dataDir), 'identity'), publicUrl: identityUrl, clients: portalClients({ consoleUrl, portalUrl }), news,
    onError: (error) => log.error({ err: error }, 'the identity provider failed'), store: { query: async (text, params) => ({ rows: await db.sql(text, params) }) },
  });
  undo.add(() => identity.stop());
  health.add('database', async () => { await db.sql('select 1 as one'); return undefined; });
  return { addresses: { identityUrl: identity.url } };
}

/** Hears of sign-outs at the identity provider's page, in the process that ends what they opened. */
export async function followIdentityNews({ stores, news, log }: ProcessPlatform, undo: Undo): Promise<void> {
  const db = stores.systemDb('svc_identity', 1);
  undo.add(() => db.close());
  await db.listen('identity_news', (payload) => {
    const person = payload === '' ? undefined : signedOut.safeParse(parsed(payload));
    if (person?.success === true) news.tell(person.data);
    else if (person !== undefined) log.warn({}, 'somebody told of a sign-out in a form that is none');
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
