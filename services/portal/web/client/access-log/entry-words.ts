import en from './access-log.en.json';

const PREFIX = 'audit.';
const KNOWN: ReadonlySet<string> = new Set(Object.keys(en).filter((name) => name.startsWith(PREFIX)));

/** An entry of the log, as the API gives it. */
export interface LogEntry {
  readonly sequence: string; readonly at: string; readonly actor: { readonly kind: string; readonly name?: string | null }; readonly audience: string; readonly action: string;
  readonly objectKind: string; readonly objectId: string; readonly hash: string;
}

/** The name of the sentence for an act; an act that has none is told by its code. */
export const sentenceOf = (action: string): string => (KNOWN.has(`${PREFIX}${action}`) ? `${PREFIX}${action}` : 'accessLog.other');

/** Whose people acted: ours, the reader's own, or nobody. */
export const sideOf = (audience: string): 'staff' | 'customer' | 'system' => (audience === 'staff' || audience === 'customer' ? audience : 'system');

/** Who acted: a name, or undefined for a program; null for somebody whose name is no longer readable. */
export function nameOf({ actor }: Pick<LogEntry, 'actor'>): string | null | undefined {
  if (actor.kind !== 'user') return undefined;
  return actor.name ?? null;
}

/** Says a sentence of the words by its name. */
export type Say = (name: string, values?: Readonly<Record<string, string>>) => string;

/** One row of the file: what the page shows, and what makes the entry findable and provable. */
export function csvRow(entry: LogEntry, say: Say, isoTime: (at: string) => string): string[] {
  return [
    entry.sequence, isoTime(entry.at), shownName(entry, say), say(`accessLog.whose.${sideOf(entry.audience)}`), say(sentenceOf(entry.action), { action: entry.action }),
    entry.action, `${entry.objectKind} ${entry.objectId}`, entry.hash,
  ];
}

export function shownName(entry: Pick<LogEntry, 'actor'>, say: Say): string {
  const name = nameOf(entry);
  if (name === undefined) return say('accessLog.system');
  return name ?? say('accessLog.unnamed');
}

/** Names of the columns of `csvRow`. */
export const csvHead = (say: Say): string[] => ['number', 'when', 'who', 'side', 'what', 'code', 'object', 'hash'].map((name) => say(`accessLog.${name}`));
