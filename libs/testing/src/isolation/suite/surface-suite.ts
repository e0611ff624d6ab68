/// <reference types="jest" />
import { fieldsOf, nestedArgumentsOf } from '../api/api-schema';
import { documentsOf } from '../api/document';
import { idProbes, plainProbes, unfillable } from '../api/probe';
import { inParallel } from '../api/questioner';
import type { Walk } from './walk';

/** Every operation and field of the schema is within the reach of this suite. */
export function reachesEverything({ surface: { schema, operations } }: Walk): void {
  it('has a value for every argument of the schema and reaches every field within the limits of a document', () => {
    expect(operations.flatMap(unfillable)).toEqual([]);
    expect(nestedArgumentsOf(schema).map(({ coordinate }) => coordinate).filter((coordinate) => !/\.(first|after|language)$/.test(coordinate))).toEqual([]);
    const selected = new Set(operations.flatMap((operation) => documentsOf(operation, { given: [] }).flatMap(({ fields }) => fields)));
    expect(fieldsOf(schema).filter((field) => !selected.has(field))).toEqual([]);
  });
}

/** Whoever is not signed in. */
export function refusesStrangers(walk: Walk): void {
  it('answers a stranger and the holder of an ingest key 401 to every operation, and says nothing else', async () => {
    const { room, questioner, surface: { operations } } = walk;
    const bodies = new Set<string>();
    await inParallel(room.outsiders.flatMap((actor) => operations.map((operation) => ({ actor, operation }))), async ({ actor, operation }) => {
      const [probe] = [...idProbes(operation, { own: room.a.ids }), ...plainProbes(operation, room.a.ids)];
      for (const reply of await questioner.ask(actor, operation, probe)) {
        expect({ actor: actor.name, of: operation.coordinate, status: reply.status, data: reply.data }).toEqual({ actor: actor.name, of: operation.coordinate, status: 401, data: null });
        bodies.add(reply.text);
      }
    });
    expect([...bodies]).toHaveLength(new Set(room.outsiders.map(({ name }) => (['ingest key as bearer', 'former partner'].includes(name) ? 'bearer' : 'none'))).size);
  });
}

/** That the other tests asked what they say they asked. For the end of a whole walk. */
export function wasAnsweredEverything(walk: Walk): void {
  it('was really answered every field of every type by somebody', async () => {
    const { questioner, surface: { schema } } = walk;
    await Promise.all([walk.askForForeign(), walk.hearChanges()]);
    await walk.rightful();
    expect(fieldsOf(schema).filter((field) => !questioner.asked.has(field) && !field.startsWith('CaseChange.'))).toEqual([]);
    expect(fieldsOf(schema).filter((field) => !questioner.answered.has(field))).toEqual([]);
  });
}
