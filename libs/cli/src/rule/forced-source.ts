import type { RecordLogSource, SigmaRecord } from '@yagura/sigma';
import type { TelemetryRecord } from '@yagura/telemetry';

/** Reads `windows/process_creation` or `linux//auditd` as product, category and service; an empty part means any. Undefined when it is none. */
export function parseLogSource(text: string): RecordLogSource | undefined {
  const parts = text.split('/');
  if (parts.length > 3 || !parts.every((part) => /^[\w-]*$/.test(part)) || parts.every((part) => part === '')) return undefined;
  const [product, category, service] = parts.map((part) => (part === '' ? undefined : part));
  return { product, category, service };
}

/** The record as if it came from this log source, for records that do not show where they are from. */
export const withLogSource = (record: TelemetryRecord, logsource: RecordLogSource): SigmaRecord =>
  ({ logsource, message: record.message, get: (field) => record.get(field), values: () => record.values() });
