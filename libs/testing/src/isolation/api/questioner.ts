import type { ApiActor, ApiCaller, ApiReply } from './api-caller';
import { answeredFields } from './answer-shape';
import type { ApiOperation } from './api-schema';
import { documentsOf } from './document';
import type { Probe } from './probe';

/** Questions under way at once; the installation shares two cores with the test. */
const AT_ONCE = 6;

/** Asks probes with the widest selection that the asker may have, and notes what was asked and what was really answered. */
export class Questioner {
  readonly asked = new Set<string>();
  readonly answered = new Set<string>();

  constructor(private readonly caller: ApiCaller, private readonly nested: Readonly<Record<string, string>> = {}) {}

  /** One reply per document. A field that is refused inside an answer is left out the next time, so that it hides nothing beside it. */
  async ask(actor: ApiActor, operation: ApiOperation, probe: Probe, nested = this.nested): Promise<ApiReply[]> {
    const without = new Set<string>();
    for (;;) {
      const replies: ApiReply[] = [];
      for (const { text, fields } of documentsOf(operation, { given: probe.given, nested, without })) {
        const reply = await this.caller.ask(actor, text, probe.variables, `${actor.name}: ${probe.label}`);
        fields.forEach((field) => this.asked.add(field));
        answeredFields(operation, reply).forEach((field) => this.answered.add(field));
        replies.push(reply);
      }
      const inner = replies.flatMap(({ faults }) => faults).map(({ path }) => path.filter((step) => typeof step === 'string').slice(1).join('.')).filter((path) => path !== '' && !without.has(path));
      if (inner.length === 0 || operation.kind === 'mutation') return replies;
      inner.forEach((path) => without.add(path));
    }
  }
}

/** Runs work for every item, a few at a time; fails with the first failure. */
export async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const take = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, take));
}

/** The same work for everybody who asks: done once, at the first asking. */
export function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
