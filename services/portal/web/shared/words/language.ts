/** Languages of the portal. */
export type Language = 'ja' | 'en';

const KEPT_AS = 'yagura-language';

/** The language that the person chose in this browser, else the browser's own, else English. */
export function chosenLanguage(): Language {
  const kept = localStorage.getItem(KEPT_AS);
  if (kept === 'ja' || kept === 'en') return kept;
  return navigator.language.toLowerCase().startsWith('ja') ? 'ja' : 'en';
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(KEPT_AS, language);
}
