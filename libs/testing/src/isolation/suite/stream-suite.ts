/// <reference types="jest" />
import { eventually } from '../../eventually';
import { asList, valueAt, type ApiReply } from '../api/api-caller';
import { shapeOf } from '../api/answer-shape';
import { foundIn } from '../api/canary-search';
import { change } from '../api/casework';
import { documentsOf } from '../api/document';
import { EventStream } from '../api/event-stream';
import { hire } from '../api/onboarding';
import { personOf } from '../api/person';
import type { Walk } from './walk';

const NOBODY = '00000000-0000-7000-8000-000000000000';

/** Changes as they are told while they happen. */
export function tellsOnlyItsOwn(walk: Walk): void {
  it('tells changes of a case to its own company and to no other', async () => {
    const { room } = walk;
    const { text, viewer, analyst, none, narrowed } = await walk.hearChanges();
    const [foreign, random] = await Promise.all([room.b.ids.tenant, NOBODY].map((tenantId) => room.caller.ask(room.analystOfA, text, { tenantId })));
    expect(shapeOf(foreign, [room.b.ids.tenant])).toBe(shapeOf(random, [NOBODY]));
    const secrets = await walk.secretsOf(room.b);
    for (const { text: stream } of [viewer, analyst, none, narrowed]) expect(foundIn(stream, secrets)).toEqual([]);
    expect(none.arrived.filter((event) => valueAt(event, 'data.caseChanged') != null)).toEqual([]);
    // Staff hear of internal comments too; the company's own person does not.
    expect(analyst.arrived.length).toBeGreaterThan(viewer.arrived.length);
  });
}

export function beats(walk: Walk): void {
  it('beats for those who are signed in', async () => {
    const stream = await EventStream.open(walk.room.caller, walk.room.a.viewer, documentsOf(walk.surface.named('heartbeat'), { given: [] })[0].text);
    await eventually('a beat', () => Promise.resolve(stream.arrived.some((event) => typeof valueAt(event, 'data.heartbeat') === 'string')));
    stream.close();
  });
}

/** The end of a sign-in. */
export function endsWithTheSignIn(walk: Walk): void {
  it('ends tokens and streams of who signs out within five seconds; their other browser and other people go on', async () => {
    const { userId, reply, withOldTokens, withNewToken, repeated, stillOpen, noted } = await walk.signsOut();
    expect(reply.faults).toEqual([]);
    expect({ withOldTokens, withNewToken, stillOpen }).toEqual({ withOldTokens: [401, 401], withNewToken: 200, stillOpen: true });
    expect(repeated.status).toBe(401);
    expect(noted).toEqual([{ actor_id: userId }]);
  });
}

/** The end of a right. */
export function endsWithTheGrant(walk: Walk): void {
  it('ends an open stream and refuses questions within five seconds after a grant was withdrawn', async () => {
    const { room, surface } = walk;
    const userId = await hire(room.caller, room.operator, 'leaver@yagura.invalid', 'ANALYST', [room.a.ids.tenant]);
    const leaver = await personOf('leaver', room.yagura, 'yagura-staff', 'leaver@yagura.invalid');
    const narrow = documentsOf(surface.named('caseChanged'), { given: ['tenantId'] })[0].text;
    const [ofA, wide] = await Promise.all([EventStream.open(room.caller, leaver, narrow, { tenantId: room.a.ids.tenant }), EventStream.open(room.caller, leaver, narrow)]);
    const poll = (): Promise<ApiReply> => room.caller.ask(leaver, 'query($id: ID!) { case(id: $id) { id } }', { id: room.a.ids.case });
    expect((await poll()).faults).toEqual([]);
    await room.caller.demand(room.operator, 'mutation($input: WithdrawRolesInput!) { withdrawRoles(input: $input) { member { userId } } }', { input: { tenantId: room.a.ids.tenant, userId } });
    await Promise.all([
      eventually('the withdrawn grant is refused', async () => (await poll()).faults.some(({ code }) => code === 'NOT_FOUND' || code === 'FORBIDDEN'), 5_000),
      eventually('the stream of the company ends', () => Promise.resolve(ofA.isEnded || ofA.arrived.some((event) => asList(event['errors']).length > 0)), 5_000),
    ]);
    const told = wide.arrived.length;
    await change(room.caller, room.analystOfBoth, 'commentCase', 'CommentCaseInput', room.a.ids.case, { body: room.a.words.customerComment, visibility: 'CUSTOMER' });
    const witness = await EventStream.open(room.caller, room.analystOfBoth, narrow);
    await eventually('a later change is told to somebody else', async () => {
      await change(room.caller, room.analystOfBoth, 'commentCase', 'CommentCaseInput', room.b.ids.case, { body: room.b.words.customerComment, visibility: 'CUSTOMER' });
      return witness.arrived.length > 0;
    });
    expect(wide.arrived.slice(told)).toEqual([]);
    [wide, witness].forEach((stream) => stream.close());
  });
}
