/// <reference types="jest" />
import { nestedArgumentsOf } from '../api/api-schema';
import { settingsOf } from '../api/argument';
import { cursorsOf } from '../api/page-ends';
import { isCursor, pageProbe } from '../api/probe';
import { inParallel } from '../api/questioner';
import type { Walk } from './walk';

const FIRST_ROWS = { 'CaseDetail.findings': '(first: 1)', 'CaseDetail.timeline': '(first: 1)', 'CaseDetail.comments': '(first: 1)' };

/** Places in lists. */
export function bindsCursors(walk: Walk): void {
  it('gives a page of nobody else’s list for a cursor that somebody else was given', async () => {
    const { room, questioner, surface } = walk;
    await walk.readOwn();
    const lists = surface.queries.filter((operation) => settingsOf(operation).some(isCursor));
    const readers = walk.everySide().filter(({ hasOwn }) => hasOwn);
    const cursors = new Map<string, string>();
    await inParallel(readers.flatMap((side) => walk.knownTo(side, [...lists, surface.named('case')]).map((operation) => ({ side, operation }))), async ({ side, operation }) => {
      for (const reply of await questioner.ask(side.actor, operation, pageProbe(operation, side.own.ids), FIRST_ROWS)) {
        cursorsOf(operation, reply).forEach(([place, cursor]) => cursors.set(`${side.actor.name} ${side.own.mark} ${place}`, cursor));
      }
    });
    expect(lists.map(({ name }) => name).filter((name) => !cursors.has(`${room.operator.name} ${room.a.mark} ${name}`))).toEqual([]);
    await inParallel(readers.flatMap((side) => walk.knownTo(side, lists).map((operation) => ({ side, operation }))), async ({ side, operation }) => {
      for (const owner of readers) {
        const cursor = cursors.get(`${owner.actor.name} ${owner.own.mark} ${operation.name}`);
        if (cursor === undefined) continue;
        const replies = await questioner.ask(side.actor, operation, pageProbe(operation, side.own.ids, cursor));
        if (owner.actor === side.actor && owner.own === side.own) expect(replies.flatMap(({ faults }) => faults)).toEqual([]);
      }
      for (const cursor of ['', 'x', Buffer.from('{"key":[1]}').toString('base64url')]) await questioner.ask(side.actor, operation, pageProbe(operation, side.own.ids, cursor));
    });
    const inner = nestedArgumentsOf(surface.schema).filter(({ coordinate }) => coordinate.endsWith('.after')).map(({ coordinate }) => coordinate.slice(0, -'.after'.length));
    await inParallel(inner, async (field) => {
      const cursor = cursors.get(`${room.b.viewer.name} ${room.b.mark} case.${field.split('.')[1]}`);
      expect({ field, cursor: typeof cursor }).toEqual({ field, cursor: 'string' });
      for (const actor of [room.a.viewer, room.analystOfA]) await questioner.ask(actor, surface.named('case'), pageProbe(surface.named('case'), room.a.ids), { [field]: `(first: 1, after: ${JSON.stringify(cursor)})` });
    });
    expect(room.caller.heard.filter(({ wire }) => wire.includes('"code":"INTERNAL"')).map(({ label }) => label)).toEqual([]);
  });
}
