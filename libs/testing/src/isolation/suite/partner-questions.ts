import { randomUUID } from 'node:crypto';
import { textAt } from '../api/api-caller';
import type { Belongings } from '../api/casework';
import { inParallel } from '../api/questioner';
import { askRest, type RestReply } from '../api/rest-caller';
import { namesThings, restQuestion, type RestOperation } from '../api/rest-operation';
import type { Asking, Sided } from './sides';

/** Ids of webhook endpoints by the name of the partner who made them, and by the mark of the company that they are of. */
export type PartnersEndpoints = ReadonlyMap<string, string>;

/** An endpoint of each partner's own, since a partner sees no others; made and tried over the partner surface. */
export async function makePartnersEndpoints({ room, surface }: Asking, parties: readonly Sided[]): Promise<PartnersEndpoints> {
  const endpoints = new Map<string, string>();
  for (const { actor, own } of parties.filter(({ isPartner }) => isPartner)) {
    const ask = async (name: string, ids: Partial<Belongings>, more: object = {}): Promise<unknown> => {
      const question = restQuestion(surface.restNamed(name), ids);
      const { status, text } = await askRest(room.caller, actor, { ...question, body: JSON.stringify({ ...JSON.parse(question.body ?? '{}'), ...more }) });
      if (status !== 200) throw new Error(`${actor.name}: ${name} was answered ${status} ${text.slice(0, 300)}`);
      return JSON.parse(text);
    };
    const made = await ask('createWebhookEndpoint', own.ids, { url: `http://${room.receiver.place}/hooks/${own.ids.tenant}/${actor.name}` });
    const endpoint = textAt(made, 'endpoint.id');
    await ask('pingWebhookEndpoint', { ...own.ids, endpoint });
    endpoints.set(actor.name, endpoint);
    if (!endpoints.has(own.mark)) endpoints.set(own.mark, endpoint);
  }
  return endpoints;
}

/** What went wrong on the partner surface. */
export interface RestAsked { readonly different: readonly string[]; readonly reached: readonly string[]; readonly refused: readonly string[] }

/** Everybody asks every operation of the partner surface for their own, for the other company's by its true ids, and for what never was. */
export async function askRestForForeign({ room, surface }: Asking, parties: readonly Sided[], endpoints: PartnersEndpoints): Promise<RestAsked> {
  const [different, reached, refused]: string[][] = [[], [], []];
  const jobs = parties.flatMap((side) => surface.restOperations.map((operation) => ({ side, operation })));
  await inParallel(jobs, async ({ side: { actor, own, foreign, hasOwn, isPartner }, operation }) => {
    const ask = (ids: Partial<Belongings>, withOptional?: boolean): Promise<RestReply> => askRest(room.caller, actor, restQuestion(operation, ids, withOptional));
    const label = `${actor.name}: ${operation.name}`;
    const isRead = operation.method === 'GET';
    if (isRead && !operation.path.includes('{')) await ask({}, false);
    if (hasOwn && isRead) {
      const { status, text } = await ask({ ...own.ids, endpoint: endpoints.get(actor.name) ?? own.ids.endpoint });
      if (isPartner === true && status !== 200) refused.push(`${label}: ${status} ${text.slice(0, 200)}`);
    }
    if (!namesThings(operation)) return;
    const never = await ask({});
    for (const other of [...(foreign ? [foreign] : []), ...(hasOwn ? [] : [own])]) {
      const { status, shape } = await ask({ ...other.ids, ...(isPartner === true ? { endpoint: endpoints.get(other.mark) ?? '' } : {}) });
      if (shape !== never.shape) different.push(`${label} of ${other.mark}\n${shape}\nand of nobody\n${never.shape}`);
      if (isPartner === true ? status !== 404 : ![403, 404].includes(status)) reached.push(`${label} of ${other.mark} was answered ${status}`);
    }
    if (!hasOwn || foreign === undefined || !isRead || !takesTenantAndCase(operation)) return;
    const [mixed, twin] = [await ask({ ...own.ids, case: foreign.ids.case }), await ask({ ...own.ids, case: randomUUID() })];
    if (mixed.shape !== twin.shape) different.push(`${label} of their own tenant with a case of ${foreign.mark}\n${mixed.shape}\nand of nobody\n${twin.shape}`);
  });
  return { different, reached, refused };
}

const takesTenantAndCase = ({ parameters }: RestOperation): boolean => ['tenant', 'case'].every((kind) => parameters.some((parameter) => parameter.kind === kind));
