import { startAllInOne } from './all-in-one-installation';
import { ApiCaller, textAt, type ApiActor } from './api-caller';
import { work, type WorkedCompany } from './casework';
import { companyOf, type Company } from './company';
import type { Installation } from './installation';
import { InstallationStores } from './installation-stores';
import { hire, onboard, type Onboarded } from './onboarding';
import { byClientCredentials, byKey, partnerIn } from './partner-client';
import { operatorOf, outsider, personOf, type Person } from './person';
import { WebhookReceiver } from './webhook-receiver';

export interface Member extends Company, WorkedCompany {
  readonly onboarded: Onboarded;
  readonly viewer: Person;
  readonly billing: Person;
}

/** A whole installation with two client companies in it that must never see each other, and everybody who may ask. */
export interface TwoCompanies {
  readonly yagura: Installation;
  readonly stores: InstallationStores;
  readonly caller: ApiCaller;
  readonly a: Member;
  readonly b: Member;
  readonly operator: ApiActor;
  /** Staff with rights in A, in both, in none but their own home. */
  readonly analystOfA: Person;
  readonly analystOfBoth: Person;
  readonly analystOfNone: Person;
  /** The rights of an operator, in A only: most changes are closed to analysts before their ids are looked at. */
  readonly operatorOfA: Person;
  /** Partners’ programs with every right that there is for them: of A by its key, of B by client credentials. */
  readonly partnerOfA: ApiActor;
  readonly partnerOfB: ApiActor;
  /** Signed in still, with nothing in A any more: one of the provider's people, one of A's own, and a partner's program that serves B. */
  readonly formerAnalystOfA: ApiActor;
  readonly formerViewerOfA: ApiActor;
  readonly formerPartnerOfA: ApiActor;
  /** Our ids of the two people among them. */
  readonly formerIds: readonly string[];
  readonly outsiders: readonly ApiActor[];
  /** Both companies’ webhooks arrive here, each under a path with its id. */
  readonly receiver: WebhookReceiver;
  end(): Promise<void>;
}

/** Starts an installation and lets both companies live through an attack. About half a minute in one process. */
export async function twoCompanies(start: (flags: readonly string[]) => Promise<Installation> = startAllInOne): Promise<TwoCompanies> {
  const receiver = await WebhookReceiver.open();
  const yagura = await start(['--egress-allow', receiver.place, '--any-document', 'true', '--log-level', 'debug']);
  try {
    const caller = new ApiCaller(yagura.graphqlUrl);
    const operator = operatorOf(yagura);
    const [companyA, companyB] = [companyOf('qzalpha'), companyOf('qzbravo')];
    const [onboardedA, onboardedB] = await Promise.all([onboard(caller, operator, companyA), onboard(caller, operator, companyB)]);
    const [inA, inB] = [onboardedA.tenantId, onboardedB.tenantId];
    const staff = async (name: string, role: 'ANALYST' | 'OPERATOR', tenantIds: readonly string[]): Promise<Person> => {
      await hire(caller, operator, `${name}@yagura.invalid`, role, tenantIds);
      return personOf(name, yagura, 'yagura-staff', `${name}@yagura.invalid`);
    };
    const analystOfBoth = await staff('analyst-both', 'ANALYST', [inA, inB]);
    const [analystOfA, analystOfNone, operatorOfA] = [await staff('analyst-a', 'ANALYST', [inA]), await staff('analyst-none', 'ANALYST', []), await staff('operator-a', 'OPERATOR', [inA])];
    const settle = async (company: Company, onboarded: Onboarded, letter: string): Promise<Member> => ({
      ...company, onboarded, ...await work(caller, { hecUrl: yagura.hecUrl, receiver: receiver.place }, { analyst: analystOfBoth, operator }, company, onboarded),
      viewer: await personOf(`viewer-${letter}`, yagura, 'yagura', company.words.viewerMail), billing: await personOf(`billing-${letter}`, yagura, 'yagura', company.words.billingMail),
    });
    const [a, b] = await Promise.all([settle(companyA, onboardedA, 'a'), settle(companyB, onboardedB, 'b')]);
    const formers = await formersOf(caller, operator, yagura, { inA, inB });
    const { sourceToken } = onboardedA;
    const former = await partnerIn(caller, operator, 'former-partner', [inA, inB]);
    await caller.demand(operator, 'mutation($input: DisablePartnerClientInput!) { disablePartnerClient(input: $input) { partnerClient { state } } }', { input: { partnerClientId: former.partnerClientId } });
    return {
      yagura, stores: new InstallationStores(yagura.dataDir, yagura.lakePort), caller, a, b, operator, analystOfA, analystOfBoth, analystOfNone, operatorOfA,
      outsiders: [outsider('stranger'), outsider('ingest key as bearer', `Bearer ${sourceToken}`), outsider('ingest key as splunk', `Splunk ${sourceToken}`), outsider('former partner', `Bearer ${former.key}`)],
      partnerOfA: byKey('partner-a', a.partner), partnerOfB: byClientCredentials('partner-b', yagura, b.partner),
      ...formers, receiver,
      end: async () => {
        await yagura.remove();
        await receiver.close();
      },
    };
  } catch (error) {
    const said = yagura.log().split('\n').filter((line) => !/"level":(20|30)/.test(line)).slice(-20).join('\n');
    await yagura.remove();
    await receiver.close();
    throw new Error(`The two companies could not be brought in; the installation said:\n${said}`, { cause: error });
  }
}

type Formers = Pick<TwoCompanies, 'formerAnalystOfA' | 'formerViewerOfA' | 'formerPartnerOfA' | 'formerIds'>;

/** Everybody who had every right of their kind in A, and lost it before they asked anything. */
async function formersOf(caller: ApiCaller, operator: ApiActor, yagura: Installation, { inA, inB }: { readonly inA: string; readonly inB: string }): Promise<Formers> {
  const withdraw = (userId: string): Promise<unknown> =>
    caller.demand(operator, 'mutation($input: WithdrawRolesInput!) { withdrawRoles(input: $input) { member { active } } }', { input: { tenantId: inA, userId } });
  const mails = { analyst: 'former-analyst@yagura.invalid', viewer: 'former-viewer@former-works.example' };
  const analystId = await hire(caller, operator, mails.analyst, 'ANALYST', [inA]);
  const created = await caller.demand(operator, 'mutation($input: CreateUserInput!) { createUser(input: $input) { member { userId } } }', {
    input: { tenantId: inA, email: mails.viewer, displayName: 'Former Viewer', locale: 'EN', roles: ['CUSTOMER_VIEWER', 'CUSTOMER_BILLING'] },
  });
  const partner = await partnerIn(caller, operator, 'former-partner-of-a', [inA, inB]);
  const [formerAnalystOfA, formerViewerOfA] = await Promise.all([
    personOf('former-analyst-a', yagura, 'yagura-staff', mails.analyst), personOf('former-viewer-a', yagura, 'yagura', mails.viewer),
  ]);
  const formerIds = [analystId, textAt(created, 'createUser.member.userId')];
  for (const userId of formerIds) await withdraw(userId);
  const input = { tenantId: inA, partnerClientId: partner.partnerClientId };
  await caller.demand(operator, 'mutation($input: WithdrawPartnerAccessInput!) { withdrawPartnerAccess(input: $input) { grant { active } } }', { input });
  return { formerIds, formerAnalystOfA, formerViewerOfA, formerPartnerOfA: byKey('former-partner-a', partner) };
}
