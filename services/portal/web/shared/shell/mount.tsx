import '../theme/mantine-styles';
import { MantineProvider } from '@mantine/core';
import { StrictMode, useEffect, useMemo, useState, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Client } from '@urql/core';
import { Provider as ApiProvider } from 'urql';
import { watchGrants } from '../sign-in/grant-watch';
import { SessionProvider } from '../sign-in/session-provider';
import { SIGNED_OUT, Session } from '../sign-in/session';
import { NotSignedIn, type NotSignedInReason } from '../sign-in/not-signed-in';
import { siteFacts, type SiteFacts } from '../site-facts';
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

/** Starts an entry: signs the person in (or says why that failed), then shows its pages. */
export async function mount(parts: EntryParts): Promise<void> {
  const facts = siteFacts();
  // Where the library that holds the page still behind a dialog looks for the nonce of its style.
  Reflect.set(globalThis, '__webpack_nonce__', facts.nonce);
  const root = createRoot(document.getElementById('root') ?? document.body);
  const show = (inside: ReactNode): void => root.render(<StrictMode><Frame facts={facts} words={parts.words}>{inside}</Frame></StrictMode>);
  // After the page's own files: the system's fonts come first, and most readers need nothing of it.
  void import('../theme/japanese-font');
  if (location.pathname === SIGNED_OUT) return show(<NotSignedIn reason="signed_out" />);
  try {
    const session = await Session.begin(facts, parts.signOut);
    if (session !== undefined) show(<SignedIn session={session} facts={facts} parts={parts} />);
  } catch {
    show(<NotSignedIn reason="refused" />);
  }
}

function Frame({ facts, words, children }: { readonly facts: SiteFacts; readonly words: LoadWords; readonly children: ReactNode }): ReactNode {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => facts.nonce}>
      <WordsProvider load={words}>{children}</WordsProvider>
    </MantineProvider>
  );
}

/**
 * The pages, as long as the session holds. When it ends, nothing of what was read stays on the screen or in memory; when the person's rights change, the pages
 * begin anew at the same address and read what they may read now.
 */
function SignedIn({ session, facts, parts }: { readonly session: Session; readonly facts: SiteFacts; readonly parts: EntryParts }): ReactNode {
  const [{ rights, turn }, setRights] = useState<Rights>({ rights: {}, turn: 0 });
  const [end, setEnd] = useState<NotSignedInReason>();
  useEffect(() => session.onEnd(setEnd), [session]);
  useEffect(() => watchGrants({
    session, document: parts.grants,
    onChange: () => {
      parts.forget?.();
      setRights((before) => ({ rights: {}, turn: before.turn + 1 }));
    },
  }), [session, parts]);
  const client = useMemo(() => parts.api(session), [session, parts, rights]);
  if (end !== undefined) return <NotSignedIn reason={end} />;
  const { pages: Pages } = parts;
  return <SessionProvider session={session} facts={facts} rights={rights}><ApiProvider key={turn} value={client}><Pages /></ApiProvider></SessionProvider>;
}

interface Rights { readonly rights: object; readonly turn: number }
