import { createContext, use, useMemo, type ReactNode } from 'react';
import type { SiteFacts } from '../site-facts';
import type { Session } from './session';

interface SignedInAt {
  readonly session: Session;
  readonly facts: SiteFacts;
  readonly signOut: () => void;
  /** Stands for what the person may see: another one when that changes, and nothing that was read before is kept. */
  readonly rights: object;
}
const Current = createContext<SignedInAt | undefined>(undefined);

/** Puts the session and the site's facts within reach of every page. */
export function SessionProvider({ session, facts, signOut, rights, children }: SignedInAt & { readonly children: ReactNode }): ReactNode {
  const value = useMemo(() => ({ session, facts, signOut, rights }), [session, facts, signOut, rights]);
  return <Current value={value}>{children}</Current>;
}

/** The session of the page. Throws outside the signed-in part. */
export function useSession(): SignedInAt {
  const current = use(Current);
  if (current === undefined) throw new Error('No one is signed in here.');
  return current;
}
