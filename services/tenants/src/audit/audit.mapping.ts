import type { AuditEntryView, AuditVerdict } from '@yagura/contracts';
import type { ChainVerdict } from '@yagura/proof';
import type { LinkedEntry } from './audit-entry';

export const toEntryView = (entry: LinkedEntry & { actorName: string | null; readable: Readonly<Record<string, unknown>> | null }): AuditEntryView => ({
  tenantId: entry.tenantId, sequence: String(entry.sequence), entryId: entry.id, at: entry.at,
  actor: { kind: entry.actorKind, id: entry.actorId, name: entry.actorName }, audience: entry.audience, action: entry.action, objectKind: entry.objectKind,
  objectId: entry.objectId, correlationId: entry.correlationId, details: entry.readable, hash: entry.hash,
});

export const toVerdict = (tenantId: string, verdict: ChainVerdict): AuditVerdict => (verdict.ok
  ? { tenantId, ok: true, count: String(verdict.count), firstBad: null, fault: null, headHash: verdict.head?.hash ?? null }
  : { tenantId, ok: false, count: String(verdict.count), firstBad: String(verdict.sequence), fault: verdict.fault, headHash: null });
