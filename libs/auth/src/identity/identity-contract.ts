/// <reference types="jest" />
import { newId } from '@yagura/kernel';
import { clientCredentials, type TokenSet } from '../sign-in/token-request';
import { serviceAccountOf } from './clients';
import { CHOSEN, IdentityWorld, word, type IdentityUnderTest } from './identity-under-test';
import { issuerOf, REALMS } from './realm';

/** What every identity provider of Yagura must do; run against each adapter. */
export function identityContract(name: string, provider: () => IdentityUnderTest): void {
  const world = new IdentityWorld(provider);
  describe(`the identity port over ${name}`, () => {
    describe.each(REALMS)('for a person of realm %s', (realm) => peopleContract(world, realm));
    describe('for passwords', () => passwordContract(world));
    describe('for organizations', () => organizationContract(world));
    describe('for programs', () => programContract(world, provider));
    describe('told again', () => repetitionContract(world));
  });
}

function peopleContract(world: IdentityWorld, realm: typeof REALMS[number]): void {
  it('asks for a password of their own at the first sign-in, and takes that one from then on', async () => {
    const person = await world.person(realm);

    expect(await word(world.signInAs(person, { password: person.oneTimePassword }))).toBe('password_change_needed');
    const first = await world.verify(await world.firstSignIn(person));
    const second = await world.verify(await world.signIn(person));

    expect(first).toMatchObject({ subject: person.subject, issuer: world.issuer(realm), username: person.username, organizationId: null, clientId: 'yagura-cli-login' });
    expect(second).toMatchObject({ subject: person.subject });
    expect(second.expiresAt - second.issuedAt).toBe(300);
    expect(await word(world.firstSignIn(person))).toBe('password');
  });

  it('renews the tokens, each refresh token once; a second use ends them all', async () => {
    const person = await world.person(realm);
    const tokens = await world.firstSignIn(person);

    const renewed = await world.refresh(person, tokens);

    expect(await world.verify(renewed)).toMatchObject({ subject: person.subject });
    expect(await word(world.refresh(person, tokens))).toBe('invalid_grant');
    expect(await word(world.refresh(person, renewed))).toBe('invalid_grant');
  });

  it('lets nobody in from the moment of being disabled, and again when enabled, without the sessions of before', async () => {
    const person = await world.person(realm);
    const tokens = await world.firstSignIn(person);

    await world.admin.disableUser(person.subject);

    expect(await word(world.refresh(person, tokens))).toBe('invalid_grant');
    expect(await word(world.signIn(person))).toBe('password');
    await world.admin.enableUser(person.subject);
    expect(await word(world.signIn(person))).toBe('accepted');
    expect(await word(world.refresh(person, tokens))).toBe('invalid_grant');
  });

  it('knows nobody of the other realm', async () => {
    const person = await world.person(realm);
    const other = REALMS.find((each) => each !== realm) ?? realm;

    expect(await word(world.firstSignIn({ ...person, realm: other }))).toBe('password');
  });
}

function passwordContract(world: IdentityWorld): void {
  it('replaces a lost one by a one-time password and ends the sessions', async () => {
    const person = await world.person('yagura');
    const tokens = await world.firstSignIn(person);

    const { oneTimePassword } = await world.admin.resetPassword(person.subject);

    expect(await word(world.refresh(person, tokens))).toBe('invalid_grant');
    expect(await word(world.signIn(person))).toBe('password');
    expect(await word(world.firstSignIn({ ...person, oneTimePassword }, `${CHOSEN} again`))).toBe('accepted');
  });

  it('takes none that is short, holds the user name, or is the one-time password itself', async () => {
    const person = await world.person('yagura');

    for (const weak of ['too short', `my ${person.username}`, person.oneTimePassword]) expect(await word(world.firstSignIn(person, weak))).toBe('new_password');
    expect(await word(world.firstSignIn(person))).toBe('accepted');
  });

  it('resets, disables and enables nobody who does not exist', async () => {
    for (const act of ['resetPassword', 'disableUser', 'enableUser'] as const) await expect(world.admin[act](newId())).rejects.toMatchObject({ kind: 'NotFound' });
  });
}

function organizationContract(world: IdentityWorld): void {
  it('names the one of a person by our id, keeps it through a refresh, and names none once the person left', async () => {
    const person = await world.person('yagura');
    const { id } = await world.company(person);

    const tokens = await world.firstSignIn(person);

    expect((await world.verify(tokens)).organizationId).toBe(id);
    expect((await world.verify(await world.refresh(person, tokens))).organizationId).toBe(id);
    await world.admin.removeMember(id, person.subject);
    expect((await world.verify(await world.signIn(person))).organizationId).toBeNull();
  });

  it('names none of several, unless the client asks for one of them', async () => {
    const person = await world.person('yagura');
    await world.company(person);
    const wanted = await world.company(person);

    expect((await world.verify(await world.firstSignIn(person))).organizationId).toBeNull();
    const tokens = await world.signIn(person, `openid organization:${wanted.alias}`);
    expect((await world.verify(tokens)).organizationId).toBe(wanted.id);
    expect((await world.verify(await world.refresh(person, tokens))).organizationId).toBe(wanted.id);
  });

  it('never names one that the person is no member of', async () => {
    const person = await world.person('yagura');
    const foreign = await world.company();
    await world.firstSignIn(person);

    expect((await world.verify(await world.signIn(person, `openid organization:${foreign.alias}`))).organizationId).toBeNull();
  });

  it.each(['removeMember', 'removeOrganization'] as const)('ends with the sessions after %s', async (act) => {
    const person = await world.person('yagura');
    const { id } = await world.company(person);
    const tokens = await world.firstSignIn(person);

    await world.admin[act](id, person.subject);

    expect(await word(world.refresh(person, tokens))).toBe('invalid_grant');
    expect((await world.verify(await world.signIn(person))).organizationId).toBeNull();
  });

  it('takes no member of staff, nobody, and no member where there is no organization', async () => {
    const [staff, customer, organization] = [await world.person('yagura-staff'), await world.person('yagura'), await world.company()];

    await expect(world.admin.ensureMember(organization.id, staff.subject)).rejects.toMatchObject({ kind: 'NotFound' });
    await expect(world.admin.ensureMember(organization.id, newId())).rejects.toMatchObject({ kind: 'NotFound' });
    await expect(world.admin.ensureMember(newId(), customer.subject)).rejects.toMatchObject({ kind: 'NotFound' });
  });

  it('may share a name with another, and no alias', async () => {
    const { alias } = await world.company();
    await world.company();

    await expect(world.admin.ensureOrganization({ id: newId(), alias, name: 'Other' })).rejects.toMatchObject({ kind: 'Conflict', slug: 'identity.organization_alias_taken' });
  });
}

function programContract(world: IdentityWorld, provider: () => IdentityUnderTest): void {
  it('gives the service client a token of its own at the staff’s realm alone, and none for a wrong secret', async () => {
    const issuer = issuerOf(provider().url, 'yagura-staff');
    const [clientId, clientSecret] = ['yagura-cli', provider().serviceSecret];

    const tokens = await clientCredentials({ issuer, clientId, clientSecret });

    expect(await world.verify(tokens)).toMatchObject({ subject: serviceAccountOf('yagura-cli'), organizationId: null, clientId });
    await expect(clientCredentials({ issuer, clientId, clientSecret: `${clientSecret}x` })).rejects.toMatchObject({ kind: 'Unauthenticated' });
    await expect(clientCredentials({ issuer: world.issuer('yagura'), clientId, clientSecret })).rejects.toMatchObject({ kind: 'Unauthenticated' });
  });

  it('gives a partner’s program in the customers’ realm tokens for its newest secret alone, and none once it was removed', async () => {
    const { admin } = world;
    const [issuer, clientId] = [world.issuer('yagura'), `partner-${newId().slice(-12)}`];
    const withSecret = (secret: string): Promise<{ subject: string | null }> => admin.ensureClient({ realm: 'yagura', clientId, kind: 'service', name: 'Minato', secret });
    const tokenFor = (clientSecret: string): Promise<TokenSet> => clientCredentials({ issuer, clientId, clientSecret });
    const [first, second] = [`first-${newId()}`, `second-${newId()}`];
    const { subject } = await withSecret(first);

    expect(await world.verify(await tokenFor(first))).toMatchObject({ subject, issuer, clientId, organizationId: null });
    expect(await withSecret(second)).toEqual({ subject });
    await expect(tokenFor(first)).rejects.toThrow();
    expect(await world.verify(await tokenFor(second))).toMatchObject({ subject });
    await admin.removeClient('yagura', clientId);
    await admin.removeClient('yagura', clientId);
    await expect(tokenFor(second)).rejects.toThrow();
  });

  it('makes none with a short secret, and no browser client with one', async () => {
    const facts = { realm: 'yagura', clientId: `partner-${newId().slice(-12)}`, name: 'Minato' } as const;

    await expect(world.admin.ensureClient({ ...facts, kind: 'service', secret: 'x'.repeat(31) })).rejects.toMatchObject({ slug: 'identity.client_secret' });
    await expect(world.admin.ensureClient({ ...facts, kind: 'browser', secret: 'x'.repeat(32) })).rejects.toMatchObject({ slug: 'identity.client_secret' });
  });
}

function repetitionContract(world: IdentityWorld): void {
  it('changes nothing when the facts are the same', async () => {
    const { admin } = world;
    const person = await world.person('yagura');
    const organization = await world.company(person);

    expect(await admin.ensureUser(person)).toEqual({ subject: person.subject });
    expect(await admin.ensureOrganization(organization)).toEqual({ organizationId: organization.id });
    await admin.ensureMember(organization.id, person.subject);
    expect((await world.verify(await world.firstSignIn(person))).organizationId).toBe(organization.id);
    await admin.removeOrganization(organization.id);
    await admin.removeOrganization(organization.id);
    await admin.removeMember(organization.id, person.subject);
  });

  it('takes new names of a person and a company that it knows', async () => {
    const person = await world.person('yagura');
    const organization = await world.company(person);
    const renamed = { ...person, username: `renamed-${person.id.slice(-8)}` };

    expect(await world.admin.ensureUser(renamed)).toEqual({ subject: person.subject });
    await world.admin.ensureOrganization({ ...organization, name: 'Hinode Holdings' });

    expect(await word(world.firstSignIn(person))).toBe('password');
    expect(await world.verify(await world.firstSignIn(renamed))).toMatchObject({ username: renamed.username, organizationId: organization.id });
  });

  it('makes one account and one company of many calls at once', async () => {
    const [facts, id] = [world.facts('yagura'), newId()];
    const organization = { id, alias: `contract-${id.slice(-8)}`, name: 'Hinode K.K.' };

    const made = await Promise.all(Array.from({ length: 4 }, () => world.admin.ensureUser(facts)));
    const companies = await Promise.all(Array.from({ length: 4 }, () => world.admin.ensureOrganization(organization)));

    expect(new Set(made.map(({ subject }) => subject)).size).toBe(1);
    expect(made.filter(({ oneTimePassword }) => oneTimePassword !== undefined)).toHaveLength(1);
    expect(companies).toEqual(Array.from({ length: 4 }, () => ({ organizationId: id })));
  });

  it('gives a user name to one id only', async () => {
    const [person, other] = [await world.person('yagura'), await world.person('yagura')];

    await expect(world.admin.ensureUser({ ...person, id: newId(), username: person.username.toUpperCase() })).rejects.toMatchObject({ slug: 'identity.username_taken' });
    await expect(world.admin.ensureUser({ ...other, username: person.username })).rejects.toMatchObject({ slug: 'identity.username_taken' });
  });
}
