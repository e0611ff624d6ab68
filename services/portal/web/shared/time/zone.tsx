import { createContext, use, useMemo, useState, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useKeys } from '../keys/keys-provider';
import classes from './zone.module.css';

interface ZoneChoice { readonly zone: string; readonly choose: (zone: string) => void }
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
const Zone = createContext<ZoneChoice>({ zone: own, choose: () => undefined });

/** The zone in which a page tells its times; it is named once on the page. */
export const useZone = (): ZoneChoice => use(Zone);

/** Starts with the reader's own zone. */
export function ZoneProvider({ first = own, children }: { readonly first?: string; readonly children: ReactNode }): ReactNode {
  const [zone, choose] = useState(first);
  const value = useMemo(() => ({ zone, choose }), [zone]);
  return <Zone value={value}>{children}</Zone>;
}

/** The reader's zone, and those in which the provider and its logs speak. */
const ZONES: readonly string[] = [...new Set([own, 'UTC', 'Asia/Tokyo'])];

/** Names the zone of the page's times and leads to the next one, as `z` does. */
export function ZoneSwitch(): ReactNode {
  const { formatMessage } = useIntl();
  const { zone, choose } = useZone();
  const next = (): void => choose(ZONES[(ZONES.indexOf(zone) + 1) % ZONES.length] ?? own);
  useKeys([{ keys: ['z'], label: formatMessage({ id: 'keys.zone' }), run: next }]);
  return <button type="button" className={classes.zone} title={formatMessage({ id: 'keys.zone' })} onClick={next}>{formatMessage({ id: 'shell.times' }, { zone })}</button>;
}
