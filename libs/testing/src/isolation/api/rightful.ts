import { eventually } from '../../eventually';
import { textAt } from './api-caller';
import type { ApiOperation } from './api-schema';
import { versionOf } from './casework';
import { active } from './onboarding';
import { rightfulProbe } from './probe';
import type { Questioner } from './questioner';
import type { TwoCompanies } from './two-companies';

/** Every change once, in an order in which each may be done, by the operator on company A; answers the names of those that were done. */
export async function doRightfully({ caller, operator, receiver, a }: TwoCompanies, questioner: Questioner, named: (name: string) => ApiOperation): Promise<Set<string>> {
  const done = new Set<string>();
  const act = async (name: string, values: Readonly<Record<string, unknown>> = {}): Promise<Readonly<Record<string, unknown>>> => {
    const operation = named(name);
    const version = values['caseId'] === undefined ? {} : { expectedVersion: await versionOf(caller, operator, String(values['caseId'])) };
    const [reply] = await questioner.ask(operator, operation, rightfulProbe(operation, a.ids, { ...version, ...values }));
    if (reply.faults.length > 0 || reply.data === null) throw new Error(`${name} was refused to the rightful: ${reply.text.slice(0, 500)}`);
    done.add(name);
    return reply.data;
  };
  await act('ping');
  const third = textAt(await act('createTenant', { slug: 'third-works', code: 'THIRD' }), 'createTenant.tenant.id');
  await active(caller, operator, third);
  for (const name of ['suspendTenant', 'resumeTenant']) await act(name, { tenantId: third });
  const sourceId = textAt(await act('createSource'), 'createSource.source.id');
  await act('setSourceEnabled', { sourceId });
  const credentialId = textAt(await act('issueSourceCredential', { sourceId }), 'issueSourceCredential.credential.id');
  await act('setSourceReportedVersion', { sourceId, version: '8.19.2' });
  await act('revokeSourceCredential', { credentialId });
  await act('createUser', { email: 'another@probe.example' });
  for (const name of ['grantRoles', 'inviteAgain', 'withdrawRoles']) await eventually(name, async () => act(name).catch((error: unknown) => (/CONFLICT|UNAVAILABLE/.test(String(error)) ? undefined : Promise.reject(error))));
  const caseId = a.cases.fresh;
  for (const name of ['takeCase', 'releaseCase', 'takeCase', 'commentCase', 'changeCaseSeverity', 'changeCaseStatus', 'setCaseVerdict']) await act(name, { caseId });
  await act('changeCaseStatus', { caseId, 'ChangeCaseStatusInput.status': 'RESOLVED', holdReason: null });
  await act('closeCase', { caseId });
  const partnerClientId = textAt(await act('createPartnerClient'), 'createPartnerClient.partnerClient.id');
  await act('grantPartnerAccess', { partnerClientId });
  const keyId = textAt(await act('createPartnerKey', { partnerClientId }), 'createPartnerKey.keyId');
  await act('revokePartnerKey', { keyId });
  for (const name of ['createPartnerClientSecret', 'revokePartnerClientSecret', 'withdrawPartnerAccess', 'disablePartnerClient']) await act(name, { partnerClientId });
  for (const name of ['setRule', 'generateReport', 'changeAgreement', 'setContacts']) await act(name);
  const endpointId = textAt(await act('createWebhookEndpoint', { url: `http://${receiver.place}/hooks/${a.ids.tenant}` }), 'createWebhookEndpoint.endpoint.id');
  for (const name of ['rotateWebhookSecret', 'pingWebhookEndpoint', 'disableWebhookEndpoint', 'enableWebhookEndpoint', 'updateWebhookEndpoint', 'deleteWebhookEndpoint']) await act(name, { endpointId });
  await act('replayWebhookDelivery');
  const month = new Date(Date.now() - 50 * 86_400_000).toISOString().slice(0, 7);
  const invoiceId = textAt(await act('draftInvoice', { period: month }), 'draftInvoice.invoice.id');
  await act('finaliseInvoice', { invoiceId });
  return done;
}
