/// <reference types="jest" />
import { foundIn } from '../api/canary-search';
import { footprint } from '../api/footprint';
import { idProbes, plainProbes } from '../api/probe';
import { inParallel, once } from '../api/questioner';
import { askRestForForeign, makePartnersEndpoints } from './partner-questions';
import type { Walk } from './walk';

/** The partner surface by plain REST. */
export function answersPartners(walk: Walk): void {
  const endpointsMade = once(() => makePartnersEndpoints(walk, walk.parties()));

  it('answers on the partner surface for another company’s thing as for one that never was, and to a partner what is its own', async () => {
    const { room } = walk;
    await walk.ownIds();
    const made = await endpointsMade();
    const before = await footprint(room);
    const endpoints = (): Promise<unknown> => room.caller.demand(room.operator, 'query($tenantId: ID) { webhookEndpoints(tenantId: $tenantId) { nodes { id url state secrets { id } } } }', { tenantId: room.b.ids.tenant });
    const standing = await endpoints();
    expect(await askRestForForeign(walk, walk.parties(), made)).toEqual({ different: [], reached: [], refused: [] });
    expect(await footprint(room)).toEqual(before);
    expect(await endpoints()).toEqual(standing);
    const answers = room.caller.heard.filter(({ actor, label }) => actor === room.partnerOfA.name && / \/v1\//.test(label));
    expect(foundIn(answers.map(({ wire }) => wire).join('\n'), { texts: [room.a.words.host, room.a.words.customerComment, room.a.words.source], ids: new Set() })).toHaveLength(3);
  });
}

/** The partner schema is a part of the whole one. */
export function knowsOnlyThePartnerSchema(walk: Walk): void {
  it('knows for a partner’s program no operation but those of the partner schema', async () => {
    const { room, questioner, surface: { operations } } = walk;
    const outside = operations.filter((operation) => walk.knownTo({ isPartner: true }, [operation]).length === 0);
    expect(outside.map(({ name }) => name)).toEqual(expect.arrayContaining(['members', 'auditLog', 'invoices', 'takeCase', 'partnerClients', 'caseChanged']));
    await inParallel([room.partnerOfA, room.partnerOfB].flatMap((actor) => outside.map((operation) => ({ actor, operation }))), async ({ actor, operation }) => {
      const [probe] = [...idProbes(operation, { own: room.a.ids }), ...plainProbes(operation, room.a.ids)];
      for (const reply of await questioner.ask(actor, operation, probe)) {
        expect({ actor: actor.name, of: operation.coordinate, data: reply.data, codes: [...new Set(reply.faults.map(({ code }) => code))] }).toEqual({ actor: actor.name, of: operation.coordinate, data: null, codes: ['BAD_USER_INPUT'] });
      }
    });
    const self = await room.caller.demand(room.partnerOfB, '{ partnerSelf { tenants { slug } } }');
    expect(self).toEqual({ partnerSelf: { tenants: [{ slug: room.b.ids.slug }] } });
  });
}
