import type { AuditEntryView } from '@yagura/contracts';

export const toAuditEntry = ({ entryId, details, ...rest }: AuditEntryView): Record<string, unknown> => ({
  ...rest, id: entryId,
  details: details === null ? null : Object.entries(details).map(([name, value]) => ({ name, value: typeof value === 'string' ? value : JSON.stringify(value) ?? 'null' })),
});
