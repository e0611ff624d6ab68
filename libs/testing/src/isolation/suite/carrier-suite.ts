/// <reference types="jest" />
import { foundIn } from '../api/canary-search';
import { carriersIn, carriersOf } from '../api/carriers';
import { hiddenFromCustomers } from '../api/company';
import { buryOneOfEach } from '../api/dead-letters';
import { SMUGGLED } from '../api/smuggled-telemetry';
import { isSignedWith } from '../api/webhook-receiver';
import { carriedAcross } from './carried-across';
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
    const sides = [{ tenantId: room.a.ids.tenant, mark: room.a.mark, foreign: await walk.secretsOf(room.b) }, { tenantId: room.b.ids.tenant, mark: room.b.mark, foreign: await walk.secretsOf(room.a) }];
    // What a company sent under the other one's name is its own word; where it lies is judged where it is sent.
    const { found, seen } = carriedAcross((await carriersOf(room)).filter(({ text }) => !text.includes(SMUGGLED)), sides);
    expect(found).toEqual([]);
    const expected = carriersIn(room).flatMap((carrier) => [room.a, room.b].map(({ mark }) => `${carrier} ${mark}`));
    expect(expected.filter((one) => !seen.has(one))).toEqual([]);
  });
}
