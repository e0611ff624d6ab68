import { createContext, use, useMemo, type ReactNode } from 'react';
import type { SiteFacts } from '../site-facts';
import type { Session } from './session';

interface SignedInAt { readonly session: Session; readonly facts: SiteFacts }
const Current = createContext<SignedInAt | undefined>(undefined);

/** Puts the session and the site's facts within reach of every page. */
export function SessionProvider({ session, facts, children }: SignedInAt & { readonly children: ReactNode }): ReactNode {
  const value = useMemo(() => ({ session, facts }), [session, facts]);
  return <Current value={value}>{children}</Current>;
}

/** The session of the page. Throws outside the signed-in part. */
export function useSession(): SignedInAt {
  const current = use(Current);
  if (current === undefined) throw new Error('No one is signed in here.');
  return current;
}
