import type { CompiledRule } from '@yagura/sigma';
import { HOT_COLUMN_NAMES } from '@yagura/ocsf';
import { deterministicId } from '@yagura/kernel';
import type { TelemetryRecord } from '@yagura/telemetry';
import type { JobBatch, Match } from './decode-job';

const MAX_VALUE = 500;
const LEVELS = new Set(['informational', 'low', 'medium', 'high', 'critical']);
type Level = Match['rule']['level'];

/** What the findings of one case share: the machine, else the person, else the address, else the source. Readable by people. */
export function groupKey({ host, user, src_ip: address }: TelemetryRecord['hot'], sourceId: string): string {
  if (host !== '') return `host:${host.toLowerCase()}`;
  if (user !== '') return `user:${user.toLowerCase()}`;
  return address !== '' ? `address:${address}` : `source:${sourceId}`;
}

/** A rule's match on the record at `seq` of a batch. The id depends on nothing that changes when the batch is read again. */
export function matchOf(batch: JobBatch, seq: number, record: TelemetryRecord, { metadata }: CompiledRule, contentVersion: string): Match {
  const ruleId = metadata.id ?? metadata.title;
  const { hot } = record;
  return {
    findingId: deterministicId('finding', batch.tenantId, batch.batchId, String(seq), ruleId),
    tenantId: batch.tenantId, sourceId: batch.sourceId, batchId: batch.batchId, seq, contentVersion,
    rule: {
      id: ruleId, title: metadata.title, level: levelOf(metadata.level), tactics: [...metadata.attack.tactics], techniques: [...metadata.attack.techniques],
      author: metadata.author ?? '', license: metadata.licence ?? '',
    },
    occurredAt: new Date(record.ts).toISOString(), receivedAt: new Date(batch.headers.receivedAt).toISOString(),
    host: cut(hot.host), user: cut(hot.user), summary: cut([hot.host, hot.user, hot.cmd || hot.url || hot.file || hot.reg || hot.event_code].filter((part) => part !== '').join(' · ')),
    observables: HOT_COLUMN_NAMES.flatMap((name) => (hot[name] === '' || hot[name] === 0 ? [] : [{ name, value: cut(String(hot[name])) }])),
    groupKey: cut(groupKey(hot, batch.sourceId)),
  };
}

const levelOf = (level: string | undefined): Level => (level !== undefined && LEVELS.has(level) ? (level as Level) : 'medium');
const cut = (text: string): string => (text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text);
