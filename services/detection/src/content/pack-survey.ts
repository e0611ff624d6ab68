import type { CompiledRules } from '@yagura/sigma';
import { parseRecord } from '@yagura/telemetry';
import { EVENT_SETS, eventsIn, type EventSet } from './event-set';

/** How often each rule fires on each set, by rule file and set name; a pair that never fires is absent. */
export interface PackSurvey {
  readonly events: ReadonlyMap<string, number>;
  readonly hits: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** Receipt time given to recorded events; late enough for all of them and the same in every run. */
const RECEIVED_AT = Date.parse('2026-06-01T00:00:00Z');

/** Files of the rules that fire on an event, read as the doors read it. An event that cannot be read fires none. */
export function rulesFiredBy(rules: CompiledRules, event: string): string[] {
  const record = parseRecord({ raw: event }, {}, RECEIVED_AT);
  return record.quarantined ? [] : rules.match(record).map((index) => rules.metadataOf(index).file);
}

/** Runs the rules over recorded events below `dataDir`. Takes seconds: the sets hold some 300,000 events. */
export function surveyPack(rules: CompiledRules, dataDir: string, sets: readonly EventSet[] = EVENT_SETS): PackSurvey {
  const hits = new Map<string, Map<string, number>>();
  const counts = new Map<string, number>();
  for (const { name, files, eventsOf } of sets) {
    for (const event of files.flatMap((file) => eventsIn(dataDir, file, eventsOf))) {
      counts.set(name, (counts.get(name) ?? 0) + 1);
      for (const file of rulesFiredBy(rules, event)) add(hits, file, name);
    }
  }
  return { events: counts, hits };
}

function add(hits: Map<string, Map<string, number>>, file: string, set: string): void {
  const own = hits.get(file) ?? new Map<string, number>();
  own.set(set, (own.get(set) ?? 0) + 1);
  hits.set(file, own);
}
