/// <reference types="jest" />
import type { ApiActor } from '../api/api-caller';
import type { ApiOperation } from '../api/api-schema';
import { idsIn, type Forbidden } from '../api/canary-search';
import { idProbes, plainProbes } from '../api/probe';
import { inParallel, once, Questioner } from '../api/questioner';
import { doRightfully } from '../api/rightful';
import type { Member, TwoCompanies } from '../api/two-companies';
import { askForeign, type Asked } from './foreign-questions';
import { atHomeInBoth, knownTo, partiesOf, type Asking, type Sided } from './sides';
import { hearChanges, signOut } from './stream-questions';
import type { ApiSurface } from './surface';

/** Two companies, everybody who may ask, and the questions that several tests look at, each asked once. */
export class Walk implements Asking {
  private started?: { readonly room: TwoCompanies; readonly questioner: Questioner };

  /** `isAsking` narrows who asks, for an installation in which a whole walk would take too long. */
  constructor(readonly surface: ApiSurface, private readonly open: () => Promise<TwoCompanies>, private readonly isAsking: (actor: ApiActor) => boolean = () => true) {}

  async start(): Promise<void> {
    const room = await this.open();
    this.started = { room, questioner: new Questioner(room.caller) };
  }

  async end(): Promise<void> {
    await this.started?.room.end();
  }

  get room(): TwoCompanies { return this.running.room; }
  get questioner(): Questioner { return this.running.questioner; }

  /** Everybody who has a side, and so must get nothing of the other one. */
  parties(): Sided[] {
    return partiesOf(this.room).filter(({ actor }) => this.isAsking(actor));
  }

  everySide(): Sided[] {
    return [...partiesOf(this.room), ...atHomeInBoth(this.room)].filter(({ actor }) => this.isAsking(actor));
  }

  knownTo(side: Pick<Sided, 'isPartner'>, all: readonly ApiOperation[]): readonly ApiOperation[] {
    return knownTo(side, this.surface, all);
  }

  /** Everything that came over the wire to somebody. */
  textsOf(actor: ApiActor): string {
    return this.room.caller.heard.filter((heard) => heard.actor === actor.name).map(({ wire }) => wire).join('\n');
  }

  /** Everybody reads their own by every query: what a right opens, and the yardstick for everything that must stay closed. */
  readonly readOwn = once(() => this.readAs(this.everySide().filter(({ hasOwn }) => hasOwn)));

  async readAs(sides: readonly Sided[]): Promise<void> {
    const jobs = sides.flatMap((side) => this.knownTo(side, this.surface.queries).flatMap((operation) =>
      [...plainProbes(operation, side.own.ids), ...idProbes(operation, { own: side.own.ids }).filter(({ label }) => label.endsWith(' own'))].map((probe) => ({ side, operation, probe }))));
    await inParallel(jobs, async ({ side, operation, probe }) => {
      for (const reply of await this.questioner.ask(side.actor, operation, probe)) {
        expect(reply.faults.filter(({ code }) => code === 'INTERNAL')).toEqual([]);
      }
    });
  }

  /** Ids that belong to one company alone, as its own people read them. */
  readonly ownIds = once(async () => {
    await this.readOwn();
    const { a, b } = this.room;
    const [ofA, ofB] = [a, b].map(({ viewer, billing, ids, cases }) =>
      new Set([...idsIn(this.textsOf(viewer)), ...idsIn(this.textsOf(billing)), ...Object.values(ids), ...Object.values(cases)]));
    const only = (mine: ReadonlySet<string>, others: ReadonlySet<string>): ReadonlySet<string> => new Set([...mine].filter((id) => !others.has(id) && /^[0-9a-f]{8}-/.test(id)));
    return new Map([[a.mark, only(ofA, ofB)], [b.mark, only(ofB, ofA)]]);
  });

  /** What nobody without a right in a company may ever be shown: its texts, its secrets, its ids. */
  async secretsOf(member: Member): Promise<Forbidden> {
    return { texts: [member.mark, member.onboarded.sourceToken, ...member.webhooks.map(({ secret }) => secret)], ids: (await this.ownIds()).get(member.mark) ?? new Set<string>() };
  }

  /** Everybody asks for the other company's things by their true ids, for things that never were, and for what is no id. */
  readonly askForForeign = once(async () => {
    await this.readOwn();
    return this.askAs(this.parties());
  });

  askAs(sides: readonly Sided[]): Promise<Asked> {
    return askForeign(this.surface, this.questioner, sides);
  }

  readonly rightful = once(async () => {
    await this.askForForeign();
    return doRightfully(this.room, this.questioner, this.surface.named);
  });

  readonly hearChanges = once(() => hearChanges(this));
  readonly signsOut = once(() => signOut(this));

  private get running(): { readonly room: TwoCompanies; readonly questioner: Questioner } {
    if (this.started === undefined) throw new Error('the two companies have not been brought in');
    return this.started;
  }
}
