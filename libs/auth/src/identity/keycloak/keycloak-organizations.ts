import { Conflict, NotFound } from '@yagura/kernel';
import { z } from 'zod';
import { TENANT_ID_CLAIM } from '../../token-shape';
import type { OrganizationFacts } from '../port';
import type { AdminHttp } from './admin-http';
import { endSessions } from './keycloak-people';

const PAGE = 100;
const organization = z.object({
  id: z.string(), name: z.string(), alias: z.string(), enabled: z.boolean(), attributes: z.record(z.string(), z.array(z.string())).default({}),
});
type Organization = z.infer<typeof organization>;
const members = z.array(z.object({ id: z.string() }));

/**
 * Client companies as organizations of the customers' realm. Keycloak gives an organization an id of its own, so ours is an attribute,
 * which tokens carry beside that id; see `organizationOf`.
 */
export class KeycloakOrganizations {
  constructor(private readonly http: AdminHttp) {}

  async ensure(facts: OrganizationFacts): Promise<{ organizationId: string }> {
    const known = await this.find(facts.id);
    if (known !== undefined) return this.update(known, facts);
    const { status } = await this.http.ask({ method: 'POST', path: ['organizations'], body: { ...wantedOf(facts), enabled: true }, also: [409] });
    if (status !== 409) return { organizationId: facts.id };
    const other = await this.find(facts.id);
    if (other === undefined) throw new Conflict('This organization alias is taken.', { slug: 'identity.organization_alias_taken' });
    return this.update(other, facts);
  }

  /** Closed first, so that no session that begins during the removal names it; a removal that broke off is finished by the next. */
  async remove(organizationId: string): Promise<void> {
    const known = await this.find(organizationId);
    if (known === undefined) return;
    await this.save({ ...known, enabled: false });
    for (const subject of await this.members(known.id)) await endSessions(this.http, subject);
    await this.http.ask({ method: 'DELETE', path: ['organizations', known.id], also: [404] });
  }

  async addMember(organizationId: string, subject: string): Promise<void> {
    const known = await this.find(organizationId);
    if (known === undefined) throw new NotFound('user or organization');
    // 409: already a member. 400 and 404: this realm has no such person.
    const { status } = await this.http.ask({ method: 'POST', path: ['organizations', known.id, 'members'], body: subject, also: [400, 404, 409] });
    if (status === 400 || status === 404) throw new NotFound('user or organization');
  }

  async removeMember(organizationId: string, subject: string): Promise<void> {
    const known = await this.find(organizationId);
    if (known !== undefined) await this.http.ask({ method: 'DELETE', path: ['organizations', known.id, 'members', subject], also: [404] });
    await endSessions(this.http, subject);
  }

  private async find(organizationId: string): Promise<Organization | undefined> {
    const query = { q: `${TENANT_ID_CLAIM}:${organizationId}`, max: '2', briefRepresentation: 'false' };
    const { body } = await this.http.ask({ method: 'GET', path: ['organizations'], query });
    return z.array(organization).parse(body).find(({ attributes }) => attributes[TENANT_ID_CLAIM]?.[0] === organizationId);
  }

  private async update(known: Organization, facts: OrganizationFacts): Promise<{ organizationId: string }> {
    if (known.alias !== facts.alias) {
      throw new Conflict('The identity provider keeps the alias that an organization was made with.', { slug: 'identity.organization_alias_fixed' });
    }
    const wanted = wantedOf(facts);
    if (known.name !== wanted.name) await this.save({ ...known, ...wanted });
    return { organizationId: facts.id };
  }

  private async save(changed: Organization & { readonly description?: string }): Promise<void> {
    await this.http.ask({ method: 'PUT', path: ['organizations', changed.id], body: changed, also: [404] });
  }

  private async members(id: string): Promise<readonly string[]> {
    const subjects: string[] = [];
    for (;;) {
      const query = { first: String(subjects.length), max: String(PAGE) };
      const page = members.parse((await this.http.ask({ method: 'GET', path: ['organizations', id, 'members'], query })).body);
      subjects.push(...page.map((member) => member.id));
      if (page.length < PAGE) return subjects;
    }
  }
}

/** Keycloak wants names of organizations to be unique, and two companies may well share theirs; aliases are unique. */
const wantedOf = ({ id, alias, name }: OrganizationFacts) => ({ name: `${name} (${alias})`, alias, description: name, attributes: { [TENANT_ID_CLAIM]: [id] } });
