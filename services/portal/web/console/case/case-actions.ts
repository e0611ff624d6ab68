export type Status = 'NEW' | 'IN_PROGRESS' | 'ON_HOLD' | 'RESOLVED' | 'CLOSED';
export type WorkStatus = 'IN_PROGRESS' | 'ON_HOLD' | 'RESOLVED';
export type ActionName = 'take' | 'release' | 'status' | 'severity' | 'verdict' | 'close' | 'comment';

/** Why something cannot be done to a case now. */
export type Hindrance = 'closed' | 'yours' | 'notYours' | 'verdictMissing';

export interface ActedCase { readonly status: Status; readonly assigneeId: string | undefined; readonly verdict: string | null | undefined }

/** Where a status leads; closing is a decision of its own. The server decides; this only keeps the impossible out of sight. */
const LEADS_TO: Readonly<Record<Status, readonly WorkStatus[]>> = {
  NEW: ['IN_PROGRESS', 'ON_HOLD', 'RESOLVED'], IN_PROGRESS: ['ON_HOLD', 'RESOLVED'], ON_HOLD: ['IN_PROGRESS', 'RESOLVED'], RESOLVED: ['IN_PROGRESS'], CLOSED: [],
};

export const statusesAfter = (status: Status): readonly WorkStatus[] => LEADS_TO[status];

/** What hinders each action of a person on a case; an action that is not named can be done. */
export function hindrances({ status, assigneeId, verdict }: ActedCase, personId: string | undefined): ReadonlyMap<ActionName, Hindrance> {
  if (status === 'CLOSED') return new Map((['take', 'release', 'status', 'severity', 'verdict', 'close', 'comment'] as const).map((name) => [name, 'closed']));
  const found = new Map<ActionName, Hindrance>();
  const isMine = assigneeId !== undefined && assigneeId === personId;
  found.set(isMine ? 'take' : 'release', isMine ? 'yours' : 'notYours');
  if (verdict == null) found.set('close', 'verdictMissing');
  return found;
}

/** Fewest characters of a reason that says something. */
export const SHORTEST_REASON = 10;

/** A reason as it is sent; undefined while it is too short to say anything. */
export function reasonOf(text: string): string | undefined {
  const reason = text.trim();
  return [...reason].length >= SHORTEST_REASON ? reason : undefined;
}
