import { eventually } from '../../eventually';
import { valueAt, type ApiActor, type ApiReply } from '../api/api-caller';
import { Browser } from '../api/browser';
import { change } from '../api/casework';
import { documentsOf } from '../api/document';
import { EventStream } from '../api/event-stream';
import { hire } from '../api/onboarding';
import { personOf } from '../api/person';
import { plainProbes } from '../api/probe';
import type { Member } from '../api/two-companies';
import type { Asking } from './sides';

/** Streams of everybody's kind, open while cases of both companies changed until each had heard of its own. */
export interface HeardChanges { readonly text: string; readonly viewer: EventStream; readonly analyst: EventStream; readonly none: EventStream; readonly narrowed: EventStream }

export async function hearChanges({ room, surface, questioner }: Asking): Promise<HeardChanges> {
  const [{ text }] = documentsOf(surface.named('caseChanged'), { given: ['tenantId'] });
  const open = (actor: ApiActor, tenantId?: string): Promise<EventStream> => EventStream.open(room.caller, actor, text, { tenantId });
  const [viewer, analyst, none, narrowed] = await Promise.all([open(room.a.viewer), open(room.analystOfA), open(room.analystOfNone), open(room.analystOfBoth, room.a.ids.tenant)]);
  const heardOwn = ({ arrived }: EventStream): boolean => arrived.some((event) => valueAt(event, 'data.caseChanged.caseId') === room.a.ids.case);
  const comment = (member: Member, body: string, visibility: string): Promise<void> => change(room.caller, room.analystOfBoth, 'commentCase', 'CommentCaseInput', member.ids.case, { body, visibility });
  // A stream listens a moment after its head has come, so changes are made until one is heard by each.
  await eventually('own changes are told', async () => {
    await comment(room.b, room.b.words.customerComment, 'CUSTOMER');
    await comment(room.a, room.a.words.internalComment, 'INTERNAL');
    await comment(room.a, room.a.words.customerComment, 'CUSTOMER');
    return [viewer, analyst, narrowed].every(heardOwn);
  });
  [viewer, analyst, none, narrowed].forEach((stream) => stream.close());
  analyst.arrived.forEach((event) => Object.keys(valueAt(event, 'data.caseChanged') ?? {}).forEach((field) => questioner.answered.add(`CaseChange.${field}`)));
  return { text, viewer, analyst, none, narrowed };
}

const isChange = (event: Readonly<Record<string, unknown>>): boolean => valueAt(event, 'data.caseChanged') != null;

/** What came of a sign-out: statuses with the old and the new tokens, and what the audit chain says. */
export interface SignedOut {
  readonly userId: string;
  readonly reply: ApiReply;
  readonly withOldTokens: readonly number[];
  readonly withNewToken: number;
  readonly repeated: ApiReply;
  readonly stillOpen: boolean;
  readonly noted: readonly object[];
}

/** A person with two browsers leaves by one of them, while streams of theirs and of another company's person are open. */
export async function signOut({ room, surface, questioner }: Asking): Promise<SignedOut> {
  const userId = await hire(room.caller, room.operator, 'quitter@yagura.invalid', 'ANALYST', [room.a.ids.tenant]);
  const quitter = await personOf('quitter', room.yagura, 'yagura-staff', 'quitter@yagura.invalid');
  // One after the other: Keycloak refuses a person's second sign-in while the first is under way, as somebody who guesses passwords would do.
  const left = await Browser.open('left browser', room.yagura, 'yagura-staff', quitter);
  const kept = await Browser.open('kept browser', room.yagura, 'yagura-staff', quitter);
  const [{ text }] = documentsOf(surface.named('caseChanged'), { given: ['tenantId'] });
  const open = (actor: ApiActor): Promise<EventStream> => EventStream.open(room.caller, actor, text);
  const [ofLeft, ofKept, ofOther] = await Promise.all([open(left), open(kept), open(room.b.viewer)]);
  const changes = (): Promise<unknown> => Promise.all([room.a, room.b].map((member) => change(room.caller, room.analystOfBoth, 'commentCase', 'CommentCaseInput', member.ids.case, { body: member.words.customerComment, visibility: 'CUSTOMER' })));
  await eventually('each stream tells', async () => {
    await changes();
    return [ofLeft, ofKept, ofOther].every(({ arrived }) => arrived.some(isChange));
  });
  const [reply] = await questioner.ask(left, surface.named('signOut'), plainProbes(surface.named('signOut'), room.a.ids)[0]);
  const isRefused = ({ isEnded, arrived }: EventStream): boolean => isEnded && arrived.some((event) => valueAt(event, 'errors.0.extensions.code') === 'UNAUTHENTICATED');
  await eventually('streams of the old tokens end', () => Promise.resolve(isRefused(ofLeft) && isRefused(ofKept)), 5_000);
  const me = async (actor: ApiActor): Promise<number> => (await room.caller.ask(actor, '{ me { id } }')).status;
  const withOldTokens = [await me(left), await me(kept)];
  await kept.renew();
  const again = await open(kept);
  const before = ofOther.arrived.length;
  await eventually('the kept browser and the other company’s person hear on', async () => {
    await changes();
    return again.arrived.some(isChange) && ofOther.arrived.length > before;
  });
  const repeated = await room.caller.ask(left, 'mutation { signOut { signedOutAt } }');
  const stillOpen = !again.isEnded && !ofOther.isEnded;
  [again, ofOther].forEach((stream) => stream.close());
  const noted = await room.stores.rows('audit_sequencer', "select actor_id from audit.entry where action = 'user.signed_out' and object_id = $1", [userId]);
  return { userId, reply, withOldTokens, withNewToken: await me(kept), repeated, stillOpen, noted };
}
