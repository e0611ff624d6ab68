/// <reference types="jest" />
import { foundIn } from '../api/canary-search';
import { carriersIn, carriersOf } from '../api/carriers';
import { hiddenFromCustomers } from '../api/company';
import { buryOneOfEach } from '../api/dead-letters';
import { SMUGGLED } from '../api/smuggled-telemetry';
import { isSignedWith } from '../api/webhook-receiver';
import type { Walk } from './walk';

/** What goes out to a company's own machines. */
export function signsWebhooks(walk: Walk): void {
  it('signs each webhook with its endpoint’s own secret alone, and tells in it only what the company’s own people may read', async () => {
    const { room } = walk;
    await walk.askForForeign();
    const endpoints = [room.a, room.b].flatMap((own) => own.webhooks.map((webhook) => ({ own, other: own === room.a ? room.b : room.a, ...webhook })));
    for (const { own, other, path, secret } of endpoints) {
      const messages = room.receiver.received.filter((message) => message.path === path);
      expect({ path, some: messages.length > 1, told: messages.some(({ body }) => body.includes(own.mark)) }).toEqual({ path, some: true, told: true });
      const { texts, ids } = await walk.secretsOf(other);
      for (const message of messages) {
        expect(endpoints.filter((endpoint) => isSignedWith(endpoint.secret, message)).map((endpoint) => endpoint.secret)).toEqual([secret]);
        expect(foundIn(message.text, { ids, texts: [...texts, ...hiddenFromCustomers(own)] })).toEqual([]);
      }
    }
  });
}

/** Everything that an installation keeps or sends beside its answers. */
export function carriesNothingAcross(walk: Walk): void {
  it('keeps the companies apart in everything that carries their words beside the API, and their words out of the log', async () => {
    const { room } = walk;
    await walk.askForForeign();
    await buryOneOfEach(room);
    const found: string[] = [];
    const seen = new Set<string>();
    const sides = [{ own: room.a, foreign: await walk.secretsOf(room.b) }, { own: room.b, foreign: await walk.secretsOf(room.a) }];
    const both = { texts: [room.a.mark, room.b.mark], ids: new Set<string>() };
    // What a company sent under the other one's name is its own word; where it lies is judged where it is sent.
    for (const { carrier, tenantId, text } of (await carriersOf(room)).filter((one) => !one.text.includes(SMUGGLED))) {
      const side = sides.find(({ own }) => own.ids.tenant === tenantId);
      if (side !== undefined && foundIn(text, { texts: [side.own.mark], ids: new Set() }).length > 0) seen.add(`${carrier} ${side.own.mark}`);
      // What belongs to neither company must hold nothing of either.
      const leaked = foundIn(text, side?.foreign ?? both);
      if (leaked.length > 0) found.push(`${carrier} of ${side?.own.mark ?? tenantId ?? 'nobody'} holds ${leaked.join(', ')}: ${text.slice(0, 300)}`);
    }
    expect(found).toEqual([]);
    const expected = carriersIn(room).flatMap((carrier) => [room.a, room.b].map(({ mark }) => `${carrier} ${mark}`));
    expect(expected.filter((one) => !seen.has(one))).toEqual([]);
  });
}
