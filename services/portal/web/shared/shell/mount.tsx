import '../theme/mantine-styles';
import { MantineProvider } from '@mantine/core';
import { StrictMode, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Client } from '@urql/core';
import { Provider as ApiProvider } from 'urql';
import { watchGrants } from '../sign-in/grant-watch';
import { SessionProvider } from '../sign-in/session-provider';
import type { Entered } from '../sign-in/enter';
import type { Session } from '../sign-in/session';
import { NotSignedIn, type NotSignedInReason } from '../sign-in/not-signed-in';
import type { SiteFacts } from '../site-facts';
import { theme } from '../theme/theme';
import { WordsProvider, type LoadWords } from '../words/words-provider';

/** What makes an entry: its words, its API, its document of signing out, and its pages. */
export interface EntryParts {
  readonly words: LoadWords;
  readonly api: (session: Session) => Client;
  readonly signOut: object;
  /** Reads the grants of who is signed in. */
  readonly grants: object;
  /** Lets go what is kept beside memory of things that the person may not see any more. */
  readonly forget?: () => void;
  readonly pages: () => ReactNode;
}

/** The system's fonts come first, and most readers need no other: its hundred pieces are told of when the first screen stands. */
const FONT_AFTER_MS = 1_500;

/** Shows an entry to whoever came in: its pages, or why nobody is signed in. */
export function mount(parts: EntryParts, { facts, ...entered }: Entered): void {
  // Where the library that holds the page still behind a dialog looks for the nonce of its style.
  Reflect.set(globalThis, '__webpack_nonce__', facts.nonce);
  const inside = 'session' in entered ? <SignedIn session={entered.session} facts={facts} parts={parts} /> : <NotSignedIn reason={entered.reason} />;
  createRoot(document.getElementById('root') ?? document.body).render(<StrictMode><Frame facts={facts} words={parts.words}>{inside}</Frame></StrictMode>);
  setTimeout(() => void import('../theme/japanese-font'), FONT_AFTER_MS);
}

function Frame({ facts, words, children }: { readonly facts: SiteFacts; readonly words: LoadWords; readonly children: ReactNode }): ReactNode {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => facts.nonce}>
      <WordsProvider load={words}>{children}</WordsProvider>
    </MantineProvider>
  );
}

/**
 * The pages, as long as the session holds. When it ends, nothing of what was read stays on the screen or in memory; when rights of the person are withdrawn, the pages
 * begin anew at the same address and read what they may read now.
 */
function SignedIn({ session, facts, parts }: { readonly session: Session; readonly facts: SiteFacts; readonly parts: EntryParts }): ReactNode {
  const [{ rights, turn }, setRights] = useState<Rights>({ rights: {}, turn: 0 });
  const [end, setEnd] = useState<NotSignedInReason>();
  useEffect(() => session.onEnd(setEnd), [session]);
  useEffect(() => watchGrants({
    session, document: parts.grants,
    onLoss: () => {
      parts.forget?.();
      setRights((before) => ({ rights: {}, turn: before.turn + 1 }));
    },
  }), [session, parts]);
  const client = useMemo(() => parts.api(session), [session, parts, rights]);
  const signOut = useCallback(() => void session.signOut(parts.signOut), [session, parts]);
  if (end !== undefined) return <NotSignedIn reason={end} />;
  const { pages: Pages } = parts;
  return <SessionProvider session={session} facts={facts} signOut={signOut} rights={rights}><ApiProvider key={turn} value={client}><Pages /></ApiProvider></SessionProvider>;
}

interface Rights { readonly rights: object; readonly turn: number }
