/// <reference types="jest" />
import type { ApiActor } from '../api/api-caller';
import { foundIn } from '../api/canary-search';
import { hiddenFromCustomers, PLACES_OF_A_COMPANY, readersOf } from '../api/company';
import type { Walk } from './walk';

/** What a right opens: without it, an empty installation would pass every other test. */
export function readsOwn(walk: Walk): void {
  it('lets everybody read what is theirs: each company’s words reach those who may read them', async () => {
    const { room } = walk;
    await walk.readOwn();
    const missing = [room.a, room.b].flatMap((company) => PLACES_OF_A_COMPANY.flatMap((place) => {
      const readers = readersOf(place);
      const must = [room.operator, ...(readers === 'operator' ? [] : [room.analystOfBoth]), ...(readers === 'everyone' ? [company.viewer, company.billing] : [])];
      return must.filter((actor) => !room.caller.heard.some((heard) => heard.actor === actor.name && foundIn(heard.wire, { texts: [company.words[place]], ids: new Set() }).length > 0))
        .map(({ name }) => `${name} does not get ${company.words[place]}`);
    }));
    expect(missing).toEqual([]);
    const ids = await walk.ownIds();
    expect([room.a, room.b].map(({ mark }) => (ids.get(mark)?.size ?? 0) > 20)).toEqual([true, true]);
  });
}

/** Every byte of every answer, after everything was asked. */
export function leaksNothing(walk: Walk): void {
  it('has put no byte of a company into any answer to the other, nor what is internal into an answer to its own people', async () => {
    const { room } = walk;
    await walk.askForForeign();
    const found: string[] = [];
    for (const { actor, own, foreign, hasOwn, isCustomer } of walk.parties()) {
      const secrets = [...(foreign ? [await walk.secretsOf(foreign)] : []), ...(hasOwn ? [] : [await walk.secretsOf(own)]), ...(isCustomer ? [{ texts: hiddenFromCustomers(own), ids: new Set<string>() }] : [])];
      for (const heard of room.caller.heard.filter((one) => one.actor === actor.name)) {
        const leaked = secrets.flatMap((secret) => foundIn(heard.wire, secret)).filter((canary) => !heard.sent.includes(canary));
        if (leaked.length > 0) found.push(`${heard.label}: ${leaked.join(', ')}`);
      }
    }
    for (const { name } of room.outsiders) {
      for (const heard of room.caller.heard.filter((one) => one.actor === name)) if (foundIn(heard.wire, { texts: [room.a.mark, room.b.mark], ids: new Set() }).length > 0) found.push(heard.label);
    }
    expect(found).toEqual([]);
    // That the search finds anything at all is the yardstick: each side's own words are in its own answers.
    const own = walk.parties().filter(({ hasOwn }) => hasOwn).map((side) => ({ actor: side.actor.name, found: foundIn(walk.textsOf(side.actor), { texts: [side.own.mark], ids: new Set() }).length }));
    expect(own.filter((one) => one.found === 0)).toEqual([]);
  });
}

/** The second wall alone: the database's is taken away for as long as this asks. */
export function standsWithoutRowSecurity(walk: Walk): void {
  it('keeps the companies apart while row security is switched off in every table: the code alone is enough', async () => {
    const { room } = walk;
    const secrets = await walk.secretsOf(room.b);
    const ofA: readonly ApiActor[] = [room.a.viewer, room.a.billing, room.analystOfA, room.operatorOfA];
    const sides = walk.parties().filter(({ actor }) => ofA.includes(actor));
    const before = room.caller.heard.length;
    const asked = await room.stores.withoutRowSecurity(async (tables) => {
      expect(tables.length).toBeGreaterThan(40);
      await walk.readAs(sides);
      return walk.askAs(sides);
    });
    const heard = room.caller.heard.slice(before).filter((one) => sides.some(({ actor }) => actor.name === one.actor));
    const leaked = heard.flatMap((one) => foundIn(one.wire, secrets).filter((canary) => !one.sent.includes(canary)).map((canary) => `${one.label}: ${canary}`));
    expect({ ...asked, leaked }).toEqual({ different: [], reached: [], leaked: [] });
    // That the answers were full is the yardstick: everybody still gets what is theirs.
    for (const { actor } of sides) expect({ actor: actor.name, found: foundIn(heard.filter((one) => one.actor === actor.name).map(({ wire }) => wire).join('\n'), { texts: [room.a.mark], ids: new Set() }) }).toEqual({ actor: actor.name, found: [room.a.mark] });
  });
}
