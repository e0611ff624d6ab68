/** What the home page knows of an open case. */
export interface OpenCase {
  readonly number: number;
  readonly severity: 'CRITICAL' | 'HIGH' | 'MEDIUM' | 'LOW' | 'INFORMATIONAL';
  readonly status: string;
  readonly holdReason?: string | null;
}

/** What it knows of a source. */
export interface WatchedSource { readonly state: 'NEVER_SEEN' | 'ACTIVE' | 'SILENT' | 'DISABLED' }

/** The one thing that is said first; each is a sentence of its own under `lead.`. */
export interface Lead { readonly kind: 'waiting' | 'now' | 'today' | 'source' | 'handled' | 'quiet'; readonly count: number; readonly tone: 'act' | 'look' | 'calm' }

/** True when the case cannot go on before the client answers. */
export const waitsForYou = ({ status, holdReason }: Pick<OpenCase, 'status' | 'holdReason'>): boolean => status === 'ON_HOLD' && holdReason === 'CUSTOMER';

/** True for an open case of which the client has something to do, as the monthly report says it too. */
export const asksOfYou = (one: OpenCase): boolean => waitsForYou(one) || one.severity === 'CRITICAL' || one.severity === 'HIGH';

/** Sources from which logs should come and do not; one that was switched off on purpose is not missed. */
export const missing = <Source extends WatchedSource>(sources: readonly Source[]): Source[] => sources.filter(({ state }) => state === 'SILENT' || state === 'NEVER_SEEN');

/** Whether the reader must act, the most pressing reason first. `openCount` counts all open cases, also those that are not among the given. */
export function leadOf(cases: readonly OpenCase[], sources: readonly WatchedSource[], openCount: number): Lead {
  const count = (fits: (one: OpenCase) => boolean): number => cases.filter(fits).length;
  const now = count((one) => one.severity === 'CRITICAL' && !waitsForYou(one));
  if (now > 0) return { kind: 'now', count: now, tone: 'act' };
  const waiting = count(waitsForYou);
  if (waiting > 0) return { kind: 'waiting', count: waiting, tone: 'act' };
  const today = count(({ severity }) => severity === 'HIGH');
  if (today > 0) return { kind: 'today', count: today, tone: 'act' };
  const silent = missing(sources).length;
  if (silent > 0) return { kind: 'source', count: silent, tone: 'look' };
  return openCount > 0 ? { kind: 'handled', count: openCount, tone: 'calm' } : { kind: 'quiet', count: 0, tone: 'calm' };
}
