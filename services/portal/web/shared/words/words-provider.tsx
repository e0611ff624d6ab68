import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { IntlProvider } from 'react-intl';
import { chosenLanguage, keepLanguage, type Language } from './language';

/** Sentences of one language by their name; each is a whole sentence with ICU arguments. */
export type Words = Readonly<Record<string, string>>;
export type LoadWords = (language: Language) => Promise<readonly Words[]>;

interface LanguageChoice { readonly language: Language; readonly choose: (language: Language) => void }

const Choice = createContext<LanguageChoice>({ language: 'en', choose: () => undefined });

/** The language in use, and how to change it. */
export const useLanguage = (): LanguageChoice => use(Choice);

/** Gives its children the words of the chosen language; they wait until the words are there, and keep the old ones while others load. */
export function WordsProvider({ load, children }: { readonly load: LoadWords; readonly children: ReactNode }): ReactNode {
  const [language, setLanguage] = useState(chosenLanguage);
  const [words, setWords] = useState<{ readonly of: Language; readonly all: Words }>();
  useEffect(() => {
    let isCurrent = true;
    void load(language).then((parts) => {
      if (!isCurrent) return;
      setWords({ of: language, all: Object.assign({}, ...parts) as Words });
      document.documentElement.lang = language;
    });
    return () => { isCurrent = false; };
  }, [language, load]);
  const choice = useMemo(() => ({ language: words?.of ?? language, choose: (wanted: Language) => { keepLanguage(wanted); setLanguage(wanted); } }), [language, words]);
  if (words === undefined) return null;
  return (
    <Choice value={choice}>
      <IntlProvider locale={words.of} messages={words.all} onError={(error) => { throw error; }}>{children}</IntlProvider>
    </Choice>
  );
}
