/// <reference types="jest" />
import { settingsOf } from '../api/argument';
import { footprint, trespasses } from '../api/footprint';
import { idKindOf, plainProbes } from '../api/probe';
import type { Walk } from './walk';

/** Asking for, and changing, what belongs to the other company. */
export function hidesWhatIsForeign(walk: Walk): void {
  it('answers for another company’s thing as for one that never was, and changes nothing by it', async () => {
    const { room, questioner, surface: { mutations } } = walk;
    const before = await footprint(room);
    const { different, reached } = await walk.askForForeign();
    expect(different).toEqual([]);
    expect(reached).toEqual([]);
    const anew = mutations.filter((operation) => settingsOf(operation).every((setting) => idKindOf(setting) === undefined) && !['ping', 'signOut'].includes(operation.name));
    for (const operation of anew) for (const { actor, own } of walk.parties().filter(({ isPartner }) => isPartner !== true)) {
      for (const reply of await questioner.ask(actor, operation, plainProbes(operation, own.ids)[0])) expect({ actor: actor.name, of: operation.name, codes: reply.faults.map(({ code }) => code) }).toEqual({ actor: actor.name, of: operation.name, codes: ['FORBIDDEN'] });
    }
    expect(await footprint(room)).toEqual(before);
    expect(await trespasses(room)).toEqual([]);
  });
}

/** The other half: what was refused above is open to those who have the right. */
export function letsTheRightfulAct(walk: Walk): void {
  it('lets the rightful do every change, with the same inputs as were refused to others', async () => {
    const done = await walk.rightful();
    // Leaving is everybody's right; who leaves above is nobody whom others need.
    expect(await walk.signsOut().then(({ reply }) => reply.faults)).toEqual([]);
    expect(walk.surface.mutations.map(({ name }) => name).filter((name) => name !== 'signOut' && !done.has(name))).toEqual([]);
  });
}
