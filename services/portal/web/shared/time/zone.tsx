import { createContext, use, useMemo, useState, type ReactNode } from 'react';

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
