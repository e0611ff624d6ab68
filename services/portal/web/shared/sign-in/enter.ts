import { siteFacts, type SiteFacts } from '../site-facts';
import type { NotSignedInReason } from './not-signed-in';
import { CALLBACK, Session, SIGNED_OUT } from './session';

/** Who came in: a person with a session, or nobody and why. */
export type Entered = { readonly facts: SiteFacts; readonly session: Session } | { readonly facts: SiteFacts; readonly reason: NotSignedInReason };

/** The code of an entry's pages; it comes by itself, after the door. */
export interface EntryApp { readonly show: (entered: Entered) => void }

/**
 * The first code of every page. A page that goes on to the identity provider needs nothing else, so the pages' own code is loaded by a page that stays only,
 * at the same time as its sign-in ends.
 */
export async function enter(load: () => Promise<EntryApp>): Promise<void> {
  const facts = siteFacts();
  if (location.pathname === SIGNED_OUT) return (await load()).show({ facts, reason: 'signed_out' });
  const app = location.pathname === CALLBACK ? load() : undefined;
  let entered: Entered;
  try {
    const session = await Session.begin(facts);
    if (session === undefined) return;
    entered = { facts, session };
  } catch {
    entered = { facts, reason: 'refused' };
  }
  (await (app ?? load())).show(entered);
}
