import type { ReactNode } from 'react';
import { proseTime, type ProseParts } from '../../shared/time/prose-time';
import { useZone } from '../../shared/time/zone';
import { useLanguage } from '../../shared/words/words-provider';

/** An instant as a sentence names it, in the page's zone. */
export function useProse(): (at: string | Date, parts?: ProseParts) => string {
  const { zone } = useZone();
  const { language } = useLanguage();
  return (at, parts) => proseTime(typeof at === 'string' ? new Date(at) : at, zone, language, parts);
}

/** The same as an element of its own. */
export function ProseTime({ at, ...parts }: ProseParts & { readonly at: string }): ReactNode {
  const prose = useProse();
  return <time dateTime={new Date(at).toISOString()}>{prose(at, parts)}</time>;
}
