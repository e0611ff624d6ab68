import type { EventEnvelope } from '@yagura/contracts';
import type { LaneRecord } from './domain-events';

/** A record of the lane with its checked envelope; undefined when that is invalid or disagrees with its record. */
export interface OpenedRecord {
  readonly record: LaneRecord;
  readonly envelope: EventEnvelope | undefined;
}

/**
 * Cuts records, whose order stays as it is, into runs that one transaction may take: neighbours of one tenant, at most `most`. A record
 * that cannot be opened, and one that `isAlone` says must not share its transaction, is a run of its own.
 */
export function recordGroups(records: readonly OpenedRecord[], most: number, isAlone: (record: LaneRecord) => boolean): OpenedRecord[][] {
  const groups: OpenedRecord[][] = [];
  let open: OpenedRecord[] | undefined;
  for (const opened of records) {
    if (opened.envelope === undefined || isAlone(opened.record)) {
      groups.push([opened]);
      open = undefined;
    } else if (open === undefined || open.length === most || open[0].record.tenantId !== opened.record.tenantId) {
      open = [opened];
      groups.push(open);
    } else {
      open.push(opened);
    }
  }
  return groups;
}
