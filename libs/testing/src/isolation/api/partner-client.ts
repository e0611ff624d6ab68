import { clientCredentials, issuerOf } from '@yagura/auth';
import { textAt, type ApiActor, type ApiCaller } from './api-caller';
import { remembered, type SignInPlace } from './person';

/** A partner client with both kinds of credential. */
export interface MadePartner {
  readonly partnerClientId: string;
  readonly keyId: string;
  readonly key: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Everything that a partner client can be granted. */
const PERMISSIONS = ['CASE_READ', 'FINDING_READ', 'SLA_READ', 'REPORT_READ', 'SOURCE_READ', 'WEBHOOK_READ', 'WEBHOOK_MANAGE'];

/** Makes a partner client with every right in the named companies, and its credentials. */
export async function partnerIn(caller: ApiCaller, operator: ApiActor, name: string, tenantIds: readonly string[]): Promise<MadePartner> {
  const change = (mutation: string, answer: string, input: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>> =>
    caller.demand(operator, `mutation($input: ${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!) { ${mutation}(input: $input) { ${answer} } }`, { input });
  const partnerClientId = textAt(await change('createPartnerClient', 'partnerClient { id }', { name }), 'createPartnerClient.partnerClient.id');
  for (const tenantId of tenantIds) await change('grantPartnerAccess', 'grant { active }', { tenantId, partnerClientId, permissions: PERMISSIONS });
  const key = await change('createPartnerKey', 'keyId key', { partnerClientId, label: 'probe', networks: ['127.0.0.0/8', '::1/128'] });
  const secret = await change('createPartnerClientSecret', 'clientId clientSecret', { partnerClientId });
  return {
    partnerClientId, keyId: textAt(key, 'createPartnerKey.keyId'), key: textAt(key, 'createPartnerKey.key'),
    clientId: textAt(secret, 'createPartnerClientSecret.clientId'), clientSecret: textAt(secret, 'createPartnerClientSecret.clientSecret'),
  };
}

/** The partner's program with its key. */
export const byKey = (name: string, { key }: MadePartner): ApiActor => ({ name, authorization: () => Promise.resolve(`Bearer ${key}`) });

/** The partner's program with tokens of the identity provider. */
export const byClientCredentials = (name: string, { identityUrl }: SignInPlace, { clientId, clientSecret }: MadePartner): ApiActor =>
  remembered(name, () => clientCredentials({ issuer: issuerOf(identityUrl, 'yagura'), clientId, clientSecret }));
