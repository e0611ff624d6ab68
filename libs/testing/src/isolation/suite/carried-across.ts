import { foundIn, type Forbidden } from '../api/canary-search';
import type { Carried } from '../api/installation';

/** A company whose own words must be found, and what of the other one must not. */
export interface CarriedSide { readonly tenantId: string; readonly mark: string; readonly foreign: Forbidden }

/** What lies where it must not, as sentences; and in which carriers a company's own words were found, as carrier and mark. */
export interface CarriedAcross { readonly found: readonly string[]; readonly seen: ReadonlySet<string> }

/** Looks at everything that is carried: under a company's name nothing of the other's, under any other name or none nothing of either. */
export function carriedAcross(carried: readonly Carried[], sides: readonly CarriedSide[]): CarriedAcross {
  const [found, seen] = [[] as string[], new Set<string>()];
  const ofEither: Forbidden = { texts: sides.map(({ mark }) => mark), ids: new Set() };
  for (const { carrier, tenantId, text } of carried) {
    const side = sides.find((one) => one.tenantId === tenantId);
    if (side !== undefined && foundIn(text, { texts: [side.mark], ids: new Set() }).length > 0) seen.add(`${carrier} ${side.mark}`);
    const leaked = foundIn(text, side?.foreign ?? ofEither);
    if (leaked.length > 0) found.push(`${carrier} of ${side?.mark ?? tenantId ?? 'nobody'} holds ${leaked.join(', ')}: ${text.slice(0, 300)}`);
  }
  return { found, seen };
}
