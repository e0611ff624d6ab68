import { shapeOf } from '../api/answer-shape';
import type { ApiReply } from '../api/api-caller';
import type { ApiOperation } from '../api/api-schema';
import { idProbes, type Probe } from '../api/probe';
import { inParallel, type Questioner } from '../api/questioner';
import { idsOfSides, knownTo, type Sided } from './sides';
import type { ApiSurface } from './surface';

/** What went wrong: answers that tell another company's thing from one that never was, and changes that got through. */
export interface Asked { readonly different: readonly string[]; readonly reached: readonly string[] }

interface Answered { readonly probe: Probe; readonly replies: readonly ApiReply[] }

/** Every side asks every operation that it knows for the other company's things, for things that never were, and for what is no id. */
export async function askForeign(surface: ApiSurface, questioner: Questioner, sides: readonly Sided[]): Promise<Asked> {
  const [different, reached]: string[][] = [[], []];
  const jobs = sides.flatMap((side) => knownTo(side, surface, surface.operations.filter(({ kind }) => kind !== 'subscription')).map((operation) => ({ side, operation })));
  await inParallel(jobs, async ({ side, operation }) => {
    const probes = idProbes(operation, idsOfSides(side)).filter(({ sources }) => operation.kind === 'query' || sources.some((source) => source !== 'own'));
    const answers = new Map<string, Answered>();
    for (const probe of probes) answers.set(probe.label.slice(operation.coordinate.length + 1), { probe, replies: await questioner.ask(side.actor, operation, probe) });
    for (const answered of answers.values()) {
      reached.push(...whatGotThrough(operation, answered).map((what) => `${side.actor.name}: ${answered.probe.label} ${what}`));
      const twin = answered.probe.twin === undefined ? undefined : answers.get(answered.probe.twin);
      if (twin === undefined) continue;
      const [shape, other] = [answered, twin].map(({ probe, replies }) => replies.map((reply) => shapeOf(reply, probe.sentIds)).join('\n'));
      if (shape !== other) different.push(`${side.actor.name}: ${answered.probe.label}\n  ${shape}\n  and ${twin.probe.label}\n  ${other}`);
    }
  });
  return { different, reached };
}

function whatGotThrough({ kind }: ApiOperation, { probe: { sources }, replies }: Answered): string[] {
  const codes = replies.flatMap(({ faults }) => faults.map(({ code }) => code));
  const found = codes.includes('INTERNAL') ? ['ended in an internal fault'] : [];
  if (kind !== 'mutation') return found;
  if (sources.every((source) => source === 'foreign') && codes.some((code) => code !== 'NOT_FOUND' && code !== 'FORBIDDEN')) found.push(`was answered ${codes.join(', ')}`);
  if (!sources.every((source) => source === 'own') && replies.some(({ faults }) => faults.length === 0)) found.push('was carried out');
  return found;
}
