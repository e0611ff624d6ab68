import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { partnerSchemaOf } from '../partner/partner-schema';
import {
  apiSchema, asList, askRest, Browser, carriersOf, change, cursorsOf, doRightfully, eventually, EventStream, fieldsOf, footprint, foundIn, hiddenFromCustomers, hire, idKindOf, idProbes, idsIn, inParallel, isCursor, isSignedWith, namesThings, nestedArgumentsOf, once, pageProbe, personOf,
  operationsOf, PLACES_OF_A_COMPANY, plainProbes, Questioner, readersOf, restOperationsIn, restQuestion, settingsOf, smuggle, SMUGGLED, traceOf, shapeOf, textAt, trespasses, twoCompanies, unfillable, valueAt, documentsOf,
  type ApiActor, type ApiOperation, type ApiReply, type Belongings, type Member, type RestOperation, type RestReply, type Probe, type TwoCompanies,
} from '@yagura/testing';

const schema = apiSchema(join(__dirname, '..', 'modules'));
const operations = operationsOf(schema);
/** What there is for partners’ programs: the same names, with less in them. */
const partnerOperations = operationsOf(partnerSchemaOf(schema));
const restOperations = restOperationsIn(join(__dirname, '..', '..', '..', '..', 'docs', 'partner', 'openapi.json'));
const queries = operations.filter(({ kind }) => kind === 'query');
const mutations = operations.filter(({ kind }) => kind === 'mutation');
const named = (name: string): ApiOperation => {
  const found = operations.find((operation) => operation.name === name);
  if (found === undefined) throw new Error(`The schema has no operation ${name}`);
  return found;
};

const restNamed = (name: string): RestOperation => {
  const found = restOperations.find((operation) => operation.name === name);
  if (found === undefined) throw new Error(`The partner surface has no operation ${name}`);
  return found;
};

/** Six of an attack and a note. */
const RECORDS_OF_A_COMPANY = 7;

/** Someone with a side: their own company, and the one that they must never see. */
interface Sided { readonly actor: ApiActor; readonly own: Member; readonly foreign?: Member; readonly hasOwn: boolean; readonly isCustomer: boolean; readonly isPartner?: boolean }

describe('two companies on one installation', () => {
  let room: TwoCompanies;
  let questioner: Questioner;

  beforeAll(async () => {
    room = await twoCompanies();
    questioner = new Questioner(room.caller);
  }, 400_000);
  afterAll(async () => { await room?.end(); });

  const sided = (actor: ApiActor, own: Member, foreign?: Member, facts: Partial<Sided> = {}): Sided => ({ actor, own, foreign, hasOwn: true, isCustomer: false, ...facts });
  /** Everybody who has a side, and so must get nothing of the other one. */
  const parties = (): Sided[] => [
    sided(room.a.viewer, room.a, room.b, { isCustomer: true }), sided(room.a.billing, room.a, room.b, { isCustomer: true }),
    sided(room.b.viewer, room.b, room.a, { isCustomer: true }), sided(room.b.billing, room.b, room.a, { isCustomer: true }),
    sided(room.analystOfA, room.a, room.b), sided(room.operatorOfA, room.a, room.b),
    sided(room.analystOfNone, room.a, room.b, { hasOwn: false }),
    sided(room.formerAnalystOfA, room.a, room.b, { hasOwn: false }), sided(room.formerViewerOfA, room.a, room.b, { hasOwn: false, isCustomer: true }),
    sided(room.partnerOfA, room.a, room.b, { isCustomer: true, isPartner: true }), sided(room.partnerOfB, room.b, room.a, { isCustomer: true, isPartner: true }),
    sided(room.formerPartnerOfA, room.b, room.a, { isCustomer: true, isPartner: true }),
  ];
  /** The operations as that side knows them. */
  const knownTo = ({ isPartner }: Sided, all: readonly ApiOperation[]): readonly ApiOperation[] =>
    (isPartner === true ? partnerOperations.filter(({ name, kind }) => all.some((one) => one.name === name && one.kind === kind)) : all);
  const everySide = (): Sided[] => [...parties(), ...[room.analystOfBoth, room.operator].flatMap((actor) => [sided(actor, room.a), sided(actor, room.b)])];
  const sidesOf = ({ own, foreign, hasOwn }: Sided) => ({ own: hasOwn ? own.ids : undefined, foreign: foreign?.ids });
  const textsOf = (actor: ApiActor): string => room.caller.heard.filter((heard) => heard.actor === actor.name).map(({ wire }) => wire).join('\n');

  /** Everybody reads their own by every query: what a right opens, and the yardstick for everything that must stay closed. */
  const readOwn = once(() => readAs(everySide().filter(({ hasOwn }) => hasOwn)));
  const readAs = async (sides: readonly Sided[]): Promise<void> => {
    const jobs = sides.flatMap((side) => knownTo(side, queries).flatMap((operation) =>
      [...plainProbes(operation, side.own.ids), ...idProbes(operation, { own: side.own.ids }).filter(({ label }) => label.endsWith(' own'))].map((probe) => ({ side, operation, probe }))));
    await inParallel(jobs, async ({ side, operation, probe }) => {
      for (const reply of await questioner.ask(side.actor, operation, probe)) {
        expect(reply.faults.filter(({ code }) => code === 'INTERNAL')).toEqual([]);
      }
    });
  };

  /** Ids that belong to one company alone, as its own people and the analyst of both read them. */
  const ownIds = once(async () => {
    await readOwn();
    const [ofA, ofB] = [room.a, room.b].map(({ viewer, billing, ids, cases }) =>
      new Set([...idsIn(textsOf(viewer)), ...idsIn(textsOf(billing)), ...Object.values(ids), ...Object.values(cases)]));
    const only = (mine: ReadonlySet<string>, others: ReadonlySet<string>): ReadonlySet<string> => new Set([...mine].filter((id) => !others.has(id) && /^[0-9a-f]{8}-/.test(id)));
    return new Map([[room.a.mark, only(ofA, ofB)], [room.b.mark, only(ofB, ofA)]]);
  });
  const secretsOf = async (member: Member) => ({ texts: [member.mark, member.onboarded.sourceToken, ...member.webhooks.map(({ secret }) => secret)], ids: (await ownIds()).get(member.mark) ?? new Set<string>() });

  /** Everybody asks for the other company's things by their true ids, for things that never were, and for what is no id. */
  const askForForeign = once(async () => {
    await readOwn();
    return askAs(parties());
  });
  const askAs = async (sides: readonly Sided[]): Promise<{ different: string[]; reached: string[] }> => {
    const different: string[] = [];
    const reached: string[] = [];
    const jobs = sides.flatMap((side) => knownTo(side, operations.filter(({ kind }) => kind !== 'subscription')).map((operation) => ({ side, operation })));
    await inParallel(jobs, async ({ side, operation }) => {
      const probes = idProbes(operation, sidesOf(side)).filter(({ sources }) => operation.kind === 'query' || sources.some((source) => source !== 'own'));
      const answers = new Map<string, { probe: Probe; replies: ApiReply[] }>();
      for (const probe of probes) answers.set(probe.label.slice(operation.coordinate.length + 1), { probe, replies: await questioner.ask(side.actor, operation, probe) });
      for (const { probe, replies } of answers.values()) {
        const codes = replies.flatMap(({ faults }) => faults.map(({ code }) => code));
        if (codes.includes('INTERNAL')) reached.push(`${side.actor.name}: ${probe.label} ended in an internal fault`);
        if (operation.kind === 'mutation' && probe.sources.every((source) => source === 'foreign') && codes.some((code) => code !== 'NOT_FOUND' && code !== 'FORBIDDEN')) {
          reached.push(`${side.actor.name}: ${probe.label} was answered ${codes.join(', ')}`);
        }
        if (operation.kind === 'mutation' && !probe.sources.every((source) => source === 'own') && replies.some(({ faults }) => faults.length === 0)) reached.push(`${side.actor.name}: ${probe.label} was carried out`);
        const twin = probe.twin === undefined ? undefined : answers.get(probe.twin);
        if (twin === undefined) continue;
        const [shape, other] = [probe, twin.probe].map(({ sentIds }, index) => [replies, twin.replies][index].map((reply) => shapeOf(reply, sentIds)).join('\n'));
        if (shape !== other) different.push(`${side.actor.name}: ${probe.label}\n  ${shape}\n  and ${twin.probe.label}\n  ${other}`);
      }
    });
    return { different, reached };
  };

  const rightful = once(async () => {
    await askForForeign();
    return doRightfully(room, questioner, named);
  });

  /** Streams of everybody's kind, open while cases of both companies change until each has heard of its own. */
  const hearChanges = once(async () => {
    const [{ text }] = documentsOf(named('caseChanged'), { given: ['tenantId'] });
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
  });

  it('has a value for every argument of the schema and reaches every field within the limits of a document', () => {
    expect(operations.flatMap(unfillable)).toEqual([]);
    expect(nestedArgumentsOf(schema).map(({ coordinate }) => coordinate).filter((coordinate) => !/\.(first|after|language)$/.test(coordinate))).toEqual([]);
    const selected = new Set(operations.flatMap((operation) => documentsOf(operation, { given: [] }).flatMap(({ fields }) => fields)));
    expect(fieldsOf(schema).filter((field) => !selected.has(field))).toEqual([]);
  });

  it('answers a stranger and the holder of an ingest key 401 to every operation, and says nothing else', async () => {
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

  /** A person with two browsers leaves by one of them, while streams of theirs and of another company's person are open. */
  const signsOut = once(async () => {
    const userId = await hire(room.caller, room.operator, 'quitter@yagura.invalid', 'ANALYST', [room.a.ids.tenant]);
    const quitter = await personOf('quitter', room.yagura, 'yagura-staff', 'quitter@yagura.invalid');
    const [left, kept] = await Promise.all(['left browser', 'kept browser'].map((name) => Browser.open(name, room.yagura, 'yagura-staff', quitter)));
    const [{ text }] = documentsOf(named('caseChanged'), { given: ['tenantId'] });
    const open = (actor: ApiActor): Promise<EventStream> => EventStream.open(room.caller, actor, text);
    const [ofLeft, ofKept, ofOther] = await Promise.all([open(left), open(kept), open(room.b.viewer)]);
    const changes = (): Promise<unknown> => Promise.all([room.a, room.b].map((member) => change(room.caller, room.analystOfBoth, 'commentCase', 'CommentCaseInput', member.ids.case, { body: member.words.customerComment, visibility: 'CUSTOMER' })));
    await eventually('each stream tells', async () => {
      await changes();
      return [ofLeft, ofKept, ofOther].every(({ arrived }) => arrived.some(isChange));
    });
    const [reply] = await questioner.ask(left, named('signOut'), plainProbes(named('signOut'), room.a.ids)[0]);
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
  });
  const isChange = (event: Readonly<Record<string, unknown>>): boolean => valueAt(event, 'data.caseChanged') != null;

  it('ends tokens and streams of who signs out within five seconds; their other browser and other people go on', async () => {
    const { userId, reply, withOldTokens, withNewToken, repeated, stillOpen, noted } = await signsOut();
    expect(reply.faults).toEqual([]);
    expect({ withOldTokens, withNewToken, stillOpen }).toEqual({ withOldTokens: [401, 401], withNewToken: 200, stillOpen: true });
    expect(repeated.status).toBe(401);
    expect(noted).toEqual([{ actor_id: userId }]);
  });

  it('lets everybody read what is theirs: each company’s words reach those who may read them', async () => {
    await readOwn();
    const missing = [room.a, room.b].flatMap((company) => PLACES_OF_A_COMPANY.flatMap((place) => {
      const readers = readersOf(place);
      const must = [room.operator, ...(readers === 'operator' ? [] : [room.analystOfBoth]), ...(readers === 'everyone' ? [company.viewer, company.billing] : [])];
      return must.filter((actor) => !room.caller.heard.some((heard) => heard.actor === actor.name && foundIn(heard.wire, { texts: [company.words[place]], ids: new Set() }).length > 0))
        .map(({ name }) => `${name} does not get ${company.words[place]}`);
    }));
    expect(missing).toEqual([]);
    const ids = await ownIds();
    expect([room.a, room.b].map(({ mark }) => (ids.get(mark)?.size ?? 0) > 20)).toEqual([true, true]);
  });

  it('answers for another company’s thing as for one that never was, and changes nothing by it', async () => {
    const before = await footprint(room);
    const { different, reached } = await askForForeign();
    expect(different).toEqual([]);
    expect(reached).toEqual([]);
    const anew = mutations.filter((operation) => settingsOf(operation).every((setting) => idKindOf(setting) === undefined) && !['ping', 'signOut'].includes(operation.name));
    for (const operation of anew) for (const { actor, own } of parties().filter(({ isPartner }) => isPartner !== true)) {
      for (const reply of await questioner.ask(actor, operation, plainProbes(operation, own.ids)[0])) expect({ actor: actor.name, of: operation.name, codes: reply.faults.map(({ code }) => code) }).toEqual({ actor: actor.name, of: operation.name, codes: ['FORBIDDEN'] });
    }
    expect(await footprint(room)).toEqual(before);
    expect(await trespasses(room)).toEqual([]);
  });

  /** An endpoint of each partner's own, since a partner sees no others; made and tried over the partner surface. */
  const partnersEndpoints = once(async () => {
    const endpoints = new Map<string, string>();
    for (const { actor, own } of parties().filter(({ isPartner }) => isPartner)) {
      const ask = async (name: string, ids: Partial<Belongings>, more: object = {}): Promise<unknown> => {
        const question = restQuestion(restNamed(name), ids);
        const { status, text } = await askRest(room.caller, actor, { ...question, body: JSON.stringify({ ...JSON.parse(question.body ?? '{}'), ...more }) });
        if (status !== 200) throw new Error(`${actor.name}: ${name} was answered ${status} ${text.slice(0, 300)}`);
        return JSON.parse(text);
      };
      const made = await ask('createWebhookEndpoint', own.ids, { url: `http://${room.receiver.place}/hooks/${own.ids.tenant}/${actor.name}` });
      const endpoint = textAt(made, 'endpoint.id');
      await ask('pingWebhookEndpoint', { ...own.ids, endpoint });
      endpoints.set(actor.name, endpoint);
      if (!endpoints.has(own.mark)) endpoints.set(own.mark, endpoint);
    }
    return endpoints;
  });

  /** Everybody asks every operation of the partner surface for their own, for the other company's by its true ids, and for what never was. */
  const askRestForForeign = once(async () => {
    await ownIds();
    const endpoints = await partnersEndpoints();
    const [different, reached, refused]: string[][] = [[], [], []];
    const jobs = parties().flatMap((side) => restOperations.map((operation) => ({ side, operation })));
    await inParallel(jobs, async ({ side: { actor, own, foreign, hasOwn, isPartner }, operation }) => {
      const ask = (ids: Partial<Belongings>, withOptional?: boolean): Promise<RestReply> => askRest(room.caller, actor, restQuestion(operation, ids, withOptional));
      const label = `${actor.name}: ${operation.name}`;
      const isRead = operation.method === 'GET';
      if (isRead && !operation.path.includes('{')) await ask({}, false);
      if (hasOwn && isRead) {
        const { status, text } = await ask({ ...own.ids, endpoint: endpoints.get(actor.name) ?? own.ids.endpoint });
        if (isPartner === true && status !== 200) refused.push(`${label}: ${status} ${text.slice(0, 200)}`);
      }
      if (!namesThings(operation)) return;
      const never = await ask({});
      for (const other of [...(foreign ? [foreign] : []), ...(hasOwn ? [] : [own])]) {
        const { status, shape } = await ask({ ...other.ids, ...(isPartner === true ? { endpoint: endpoints.get(other.mark) ?? '' } : {}) });
        if (shape !== never.shape) different.push(`${label} of ${other.mark}\n${shape}\nand of nobody\n${never.shape}`);
        if (isPartner === true ? status !== 404 : ![403, 404].includes(status)) reached.push(`${label} of ${other.mark} was answered ${status}`);
      }
      if (!hasOwn || foreign === undefined || !isRead || !['tenant', 'case'].every((kind) => operation.parameters.some((parameter) => parameter.kind === kind))) return;
      const [mixed, twin] = [await ask({ ...own.ids, case: foreign.ids.case }), await ask({ ...own.ids, case: randomUUID() })];
      if (mixed.shape !== twin.shape) different.push(`${label} of their own tenant with a case of ${foreign.mark}\n${mixed.shape}\nand of nobody\n${twin.shape}`);
    });
    return { different, reached, refused };
  });

  it('answers on the partner surface for another company’s thing as for one that never was, and to a partner what is its own', async () => {
    await partnersEndpoints();
    const before = await footprint(room);
    const endpoints = (): Promise<unknown> => room.caller.demand(room.operator, 'query($tenantId: ID) { webhookEndpoints(tenantId: $tenantId) { nodes { id url state secrets { id } } } }', { tenantId: room.b.ids.tenant });
    const standing = await endpoints();
    expect(await askRestForForeign()).toEqual({ different: [], reached: [], refused: [] });
    expect(await footprint(room)).toEqual(before);
    expect(await endpoints()).toEqual(standing);
    const answers = room.caller.heard.filter(({ actor, label }) => actor === room.partnerOfA.name && / \/v1\//.test(label));
    expect(foundIn(answers.map(({ wire }) => wire).join('\n'), { texts: [room.a.words.host, room.a.words.customerComment, room.a.words.source], ids: new Set() })).toHaveLength(3);
  });

  it('writes what a company sends under another one’s name into its own account, and nothing into the other’s', async () => {
    const trace = (member: Member): ReturnType<typeof traceOf> => traceOf(room.caller, room.operator, room.stores, member.ids.tenant);
    const settled = (member: Member): ReturnType<typeof traceOf> => eventually(`all records of ${member.mark} are in the lake`, async () => {
      const found = await trace(member);
      return found.rows.length >= RECORDS_OF_A_COMPANY ? found : undefined;
    }, 30_000);
    const before = await settled(room.b);
    const taken = await smuggle({ url: room.yagura.hecUrl, token: room.a.onboarded.sourceToken }, room.b);
    await eventually('they are in the sender’s lake', async () => (await trace(room.a)).rows.filter((row) => row.includes(SMUGGLED)).length === taken, 30_000);
    expect(await trace(room.b)).toEqual(before);
    expect(before.rows.every((row) => row.includes(room.b.ids.tenant))).toBe(true);
  });

  it('signs each webhook with its endpoint’s own secret alone, and tells in it only what the company’s own people may read', async () => {
    await askForForeign();
    const endpoints = [room.a, room.b].flatMap((own) => own.webhooks.map((webhook) => ({ own, other: own === room.a ? room.b : room.a, ...webhook })));
    for (const { own, other, path, secret } of endpoints) {
      const messages = room.receiver.received.filter((message) => message.path === path);
      expect({ path, some: messages.length > 1, told: messages.some(({ body }) => body.includes(own.mark)) }).toEqual({ path, some: true, told: true });
      for (const message of messages) {
        expect(endpoints.filter((endpoint) => isSignedWith(endpoint.secret, message)).map((endpoint) => endpoint.secret)).toEqual([secret]);
        expect(foundIn(message.text, { ...await secretsOf(other), texts: [...(await secretsOf(other)).texts, ...hiddenFromCustomers(own)] })).toEqual([]);
      }
    }
  });

  it('knows for a partner’s program no operation but those of the partner schema', async () => {
    const outside = operations.filter((operation) => knownTo(parties()[parties().length - 1], [operation]).length === 0);
    expect(outside.map(({ name }) => name)).toEqual(expect.arrayContaining(['members', 'auditLog', 'invoices', 'takeCase', 'partnerClients', 'caseChanged']));
    await inParallel([room.partnerOfA, room.partnerOfB].flatMap((actor) => outside.map((operation) => ({ actor, operation }))), async ({ actor, operation }) => {
      const [probe] = [...idProbes(operation, { own: room.a.ids }), ...plainProbes(operation, room.a.ids)];
      for (const reply of await questioner.ask(actor, operation, probe)) {
        expect({ actor: actor.name, of: operation.coordinate, data: reply.data, codes: [...new Set(reply.faults.map(({ code }) => code))] }).toEqual({ actor: actor.name, of: operation.coordinate, data: null, codes: ['BAD_USER_INPUT'] });
      }
    });
    const self = await room.caller.demand(room.partnerOfB, '{ partnerSelf { tenants { slug } } }');
    expect(self).toEqual({ partnerSelf: { tenants: [{ slug: room.b.ids.slug }] } });
  });

  it('keeps the companies apart while row security is switched off in every table: the code alone is enough', async () => {
    const secrets = await secretsOf(room.b);
    const ofA: readonly ApiActor[] = [room.a.viewer, room.a.billing, room.analystOfA, room.operatorOfA];
    const sides = parties().filter(({ actor }) => ofA.includes(actor));
    const before = room.caller.heard.length;
    const asked = await room.stores.withoutRowSecurity(async (tables) => {
      expect(tables.length).toBeGreaterThan(40);
      await readAs(sides);
      return askAs(sides);
    });
    const heard = room.caller.heard.slice(before).filter((one) => sides.some(({ actor }) => actor.name === one.actor));
    const leaked = heard.flatMap((one) => foundIn(one.wire, secrets).filter((canary) => !one.sent.includes(canary)).map((canary) => `${one.label}: ${canary}`));
    expect({ ...asked, leaked }).toEqual({ different: [], reached: [], leaked: [] });
    // That the answers were full is the yardstick: everybody still gets what is theirs.
    for (const { actor } of sides) expect({ actor: actor.name, found: foundIn(heard.filter((one) => one.actor === actor.name).map(({ wire }) => wire).join('\n'), { texts: [room.a.mark], ids: new Set() }) }).toEqual({ actor: actor.name, found: [room.a.mark] });
  });

  it('gives a page of nobody else’s list for a cursor that somebody else was given', async () => {
    await readOwn();
    const lists = queries.filter((operation) => settingsOf(operation).some(isCursor));
    const readers = everySide().filter(({ hasOwn }) => hasOwn);
    const cursors = new Map<string, string>();
    const firstRows = { 'CaseDetail.findings': '(first: 1)', 'CaseDetail.timeline': '(first: 1)', 'CaseDetail.comments': '(first: 1)' };
    await inParallel(readers.flatMap((side) => knownTo(side, [...lists, named('case')]).map((operation) => ({ side, operation }))), async ({ side, operation }) => {
      for (const reply of await questioner.ask(side.actor, operation, pageProbe(operation, side.own.ids), firstRows)) {
        cursorsOf(operation, reply).forEach(([place, cursor]) => cursors.set(`${side.actor.name} ${side.own.mark} ${place}`, cursor));
      }
    });
    const unpaged = lists.map(({ name }) => name).filter((name) => !cursors.has(`${room.operator.name} ${room.a.mark} ${name}`));
    expect(unpaged).toEqual([]);
    await inParallel(readers.flatMap((side) => knownTo(side, lists).map((operation) => ({ side, operation }))), async ({ side, operation }) => {
      for (const owner of readers) {
        const cursor = cursors.get(`${owner.actor.name} ${owner.own.mark} ${operation.name}`);
        if (cursor === undefined) continue;
        const replies = await questioner.ask(side.actor, operation, pageProbe(operation, side.own.ids, cursor));
        if (owner.actor === side.actor && owner.own === side.own) expect(replies.flatMap(({ faults }) => faults)).toEqual([]);
      }
      for (const cursor of ['', 'x', Buffer.from('{"key":[1]}').toString('base64url')]) await questioner.ask(side.actor, operation, pageProbe(operation, side.own.ids, cursor));
    });
    const inner = nestedArgumentsOf(schema).filter(({ coordinate }) => coordinate.endsWith('.after')).map(({ coordinate }) => coordinate.slice(0, -'.after'.length));
    await inParallel(inner, async (field) => {
      const cursor = cursors.get(`${room.b.viewer.name} ${room.b.mark} case.${field.split('.')[1]}`);
      expect({ field, cursor: typeof cursor }).toEqual({ field, cursor: 'string' });
      for (const actor of [room.a.viewer, room.analystOfA]) await questioner.ask(actor, named('case'), pageProbe(named('case'), room.a.ids), { [field]: `(first: 1, after: ${JSON.stringify(cursor)})` });
    });
    expect(room.caller.heard.filter(({ wire }) => wire.includes('"code":"INTERNAL"')).map(({ label }) => label)).toEqual([]);
  });

  it('lets the rightful do every change, with the same inputs as were refused to others', async () => {
    const done = await rightful();
    // Leaving is everybody's right; who leaves above is nobody whom others need.
    expect(await signsOut().then(({ reply }) => reply.faults)).toEqual([]);
    expect(mutations.map(({ name }) => name).filter((name) => name !== 'signOut' && !done.has(name))).toEqual([]);
  });

  it('tells changes of a case to its own company and to no other', async () => {
    const { text, viewer, analyst, none, narrowed } = await hearChanges();
    const nobody = '00000000-0000-7000-8000-000000000000';
    const [foreign, random] = await Promise.all([room.b.ids.tenant, nobody].map((tenantId) => room.caller.ask(room.analystOfA, text, { tenantId })));
    expect(shapeOf(foreign, [room.b.ids.tenant])).toBe(shapeOf(random, [nobody]));
    for (const { text: stream } of [viewer, analyst, none, narrowed]) expect(foundIn(stream, await secretsOf(room.b))).toEqual([]);
    expect(none.arrived.filter((event) => valueAt(event, 'data.caseChanged') != null)).toEqual([]);
    // Staff hear of internal comments too; the company's own person does not.
    expect(analyst.arrived.length).toBeGreaterThan(viewer.arrived.length);
  });

  it('beats for those who are signed in', async () => {
    const stream = await EventStream.open(room.caller, room.a.viewer, documentsOf(named('heartbeat'), { given: [] })[0].text);
    await eventually('a beat', () => Promise.resolve(stream.arrived.some((event) => typeof valueAt(event, 'data.heartbeat') === 'string')));
    stream.close();
  });

  it('has put no byte of a company into any answer to the other, nor what is internal into an answer to its own people', async () => {
    await askForForeign();
    const found: string[] = [];
    for (const { actor, own, foreign, hasOwn, isCustomer } of parties()) {
      for (const heard of room.caller.heard.filter((one) => one.actor === actor.name)) {
        const secrets = [...(foreign ? [await secretsOf(foreign)] : []), ...(hasOwn ? [] : [await secretsOf(own)]), ...(isCustomer ? [{ texts: hiddenFromCustomers(own), ids: new Set<string>() }] : [])];
        const leaked = secrets.flatMap((secret) => foundIn(heard.wire, secret)).filter((canary) => !heard.sent.includes(canary));
        if (leaked.length > 0) found.push(`${heard.label}: ${leaked.join(', ')}`);
      }
    }
    for (const { name } of room.outsiders) {
      for (const heard of room.caller.heard.filter((one) => one.actor === name)) if (foundIn(heard.wire, { texts: [room.a.mark, room.b.mark], ids: new Set() }).length > 0) found.push(heard.label);
    }
    expect(found).toEqual([]);
  });

  it('keeps the companies apart in mails, files, events, dead letters, the telemetry log and the lake, and their words out of the log', async () => {
    await askForForeign();
    const carriers = await carriersOf(room);
    const found: string[] = [];
    const seen = new Map<string, number>();
    // What a company sent under the other one's name is its own word; where it lies is judged where it is sent.
    for (const { carrier, tenantId, text } of carriers.filter((one) => !one.text.includes(SMUGGLED))) {
      for (const [own, other] of [[room.a, room.b], [room.b, room.a]]) {
        if (tenantId !== own.ids.tenant) continue;
        if (text.toLowerCase().includes(own.mark)) seen.set(`${carrier} ${own.mark}`, (seen.get(`${carrier} ${own.mark}`) ?? 0) + 1);
        const leaked = foundIn(text, await secretsOf(other));
        if (leaked.length > 0) found.push(`${carrier} of ${own.mark} holds ${leaked.join(', ')}`);
      }
      // What belongs to neither company must hold nothing of either.
      if (![room.a, room.b].some(({ ids }) => ids.tenant === tenantId)) {
        const leaked = foundIn(text, { texts: [room.a.mark, room.b.mark], ids: new Set() });
        if (leaked.length > 0) found.push(`${carrier} of ${tenantId ?? 'nobody'} holds ${leaked.join(', ')}: ${text.slice(0, 300)}`);
      }
    }
    expect(found).toEqual([]);
    for (const carrier of ['mail', 'file', 'event', 'telemetry log', 'lake', 'webhook']) for (const { mark } of [room.a, room.b]) expect({ carrier, mark, found: (seen.get(`${carrier} ${mark}`) ?? 0) > 0 }).toEqual({ carrier, mark, found: true });
  });

  it('was really answered every field of every type by somebody', async () => {
    await Promise.all([askForForeign(), hearChanges()]);
    await rightful();
    expect(fieldsOf(schema).filter((field) => !questioner.asked.has(field) && !field.startsWith('CaseChange.'))).toEqual([]);
    expect(fieldsOf(schema).filter((field) => !questioner.answered.has(field))).toEqual([]);
  });

  it('ends an open stream and refuses questions within five seconds after a grant was withdrawn', async () => {
    const userId = await hire(room.caller, room.operator, 'leaver@yagura.invalid', 'ANALYST', [room.a.ids.tenant]);
    const leaver = await personOf('leaver', room.yagura, 'yagura-staff', 'leaver@yagura.invalid');
    const narrow = documentsOf(named('caseChanged'), { given: ['tenantId'] })[0].text;
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
});
