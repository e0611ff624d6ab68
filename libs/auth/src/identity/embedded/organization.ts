import { z } from 'zod';
import type { IdentityStore } from '../identity-store';

const row = z.object({ id: z.string(), alias: z.string() });
type Named = z.infer<typeof row>;

/**
 * The organization that a token of this scope names, as Keycloak's organization scope does: `organization` takes the one there is,
 * `organization:<alias>` picks among several. Null for staff, without that scope, and whenever it is not exactly one: a token that
 * names several would leave it to its reader which one is meant.
 */
export async function organizationFor(store: IdentityStore, subject: string, scopes: ReadonlySet<string>): Promise<Named | null> {
  const wanted = [...scopes].filter((scope) => scope === 'organization' || scope.startsWith('organization:'));
  const [scope, ...others] = wanted;
  if (scope === undefined || others.length > 0) return null;
  const { rows } = await store.query(
    `select o.id::text, o.alias from identity.organization o join identity.organization_member m on m.organization_id = o.id
     where m.subject::text = $1 order by o.alias`, [subject]);
  const memberships = rows.map((each) => row.parse(each));
  const alias = scope.slice('organization:'.length);
  const named = alias === '' ? memberships : memberships.filter((each) => each.alias === alias);
  return named.length === 1 ? named[0] : null;
}

/** Scopes that pick one organization; the alias has the form that the table allows. */
export const isOrganizationScope = (scope: string): boolean => /^organization:[a-z0-9][a-z0-9-]{0,62}$/.test(scope);
