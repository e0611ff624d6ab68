import { CodeUnfit, SlugUnfit } from './tenant.errors';

const SLUG = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])$/;
const MIN_SLUG = 3;
// 40 characters leave room for prefixes in file names, topic keys and host labels (63 octets, RFC 1035).
const MAX_SLUG = 40;
const CODE = /^[A-Z0-9]{2,8}$/;

/** Words that stand for something of ours in an address, or that a person would take for the provider itself. */
const RESERVED = [
  'admin', 'administrator', 'all', 'any', 'api', 'app', 'assets', 'audit', 'auth', 'billing', 'cases', 'console', 'default', 'demo-provider', 'docs',
  'gateway', 'global', 'graphql', 'health', 'help', 'internal', 'login', 'logout', 'mail', 'master', 'metrics', 'new', 'null', 'oauth', 'operator', 'portal',
  'postgres', 'provider', 'public', 'realms', 'root', 'security', 'shared', 'staff', 'static', 'status', 'support', 'system', 'template', 'tenant',
  'tenants', 'undefined', 'www', 'yagura', 'yagura-staff',
] as const;

/**
 * The slug with look-alikes made one: `0` and `o`, `1`, `i` and `l`, `5` and `s`, `rn` and `m`, `vv` and `w`; hyphens count for nothing.
 * Two tenants never share a shape, so no address can pass for another tenant's at a glance.
 */
export const shapeOf = (slug: string): string =>
  slug.replaceAll('-', '').replaceAll('0', 'o').replaceAll(/[1i]/g, 'l').replaceAll('5', 's').replaceAll('rn', 'm').replaceAll('vv', 'w');

const RESERVED_SHAPES: ReadonlySet<string> = new Set(RESERVED.map(shapeOf));

/** The slug as given, or SlugUnfit that says what to change. Nothing is repaired: an address that people type must be what was asked for. */
export function checkedSlug(slug: string): string {
  if (/[^\x20-\x7e]/.test(slug)) throw new SlugUnfit('it may hold only the letters a to z, digits and hyphens; letters of other scripts can pass for them');
  if (slug.length < MIN_SLUG || slug.length > MAX_SLUG) throw new SlugUnfit(`it has ${MIN_SLUG} to ${MAX_SLUG} characters`);
  if (!SLUG.test(slug)) throw new SlugUnfit('it may hold only the small letters a to z, digits, and hyphens between them');
  if (slug.includes('--')) throw new SlugUnfit('two hyphens in a row are kept for encoded names');
  if (!/[a-z]/.test(slug)) throw new SlugUnfit('it needs a letter, or it would look like a number');
  if (RESERVED_SHAPES.has(shapeOf(slug))) throw new SlugUnfit('it is, or looks like, a word that is reserved');
  return slug;
}

/** The code as given, or one made of the slug; CodeUnfit when it is no code. */
export function checkedCode(code: string | undefined, slug: string): string {
  const chosen = code ?? slug.replaceAll('-', '').toUpperCase().slice(0, 8);
  if (!CODE.test(chosen)) throw new CodeUnfit();
  return chosen;
}
