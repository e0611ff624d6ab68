import {
  CASE_STATUSES, HOLD_REASONS, SEVERITIES, TIMELINE_KINDS, VERDICTS, type CaseView, type CommentView, type TenantNames, type TimelineView,
} from '@yagura/contracts';
import { enumNames } from '../page/enum-name';
import type { TenantRef } from '../tenant/tenant.mapping';

export const SEVERITY = enumNames(SEVERITIES);
export const STATUS = enumNames(CASE_STATUSES);
export const VERDICT = enumNames(VERDICTS);
const HOLD_REASON = enumNames(HOLD_REASONS);
const KIND = enumNames(TIMELINE_KINDS);
const VISIBILITY = enumNames(['internal', 'customer']);

export const toRef = ({ tenantId, slug, code, name }: TenantNames): TenantRef => ({ id: tenantId, slug, code, name });

/** A row of the queue, whole: the queue is read often, so no field of it is resolved by a function of its own. */
export const toCase = (row: CaseView) => ({
  id: row.caseId, tenantId: row.tenant.tenantId, tenant: toRef(row.tenant), number: row.number, title: row.title, severity: SEVERITY[row.severity],
  status: STATUS[row.status], holdReason: row.holdReason === null ? null : HOLD_REASON[row.holdReason], groupKey: row.groupKey, findingCount: row.findingCount,
  openedAt: row.openedAt, acknowledgedAt: row.acknowledgedAt, resolvedAt: row.resolvedAt, closedAt: row.closedAt, lastActivityAt: row.lastActivityAt,
  assignee: row.assignee === null ? null : { id: row.assignee.userId, name: row.assignee.name },
  verdict: row.verdict === null ? null : VERDICT[row.verdict], verdictReason: row.verdictReason, version: row.version,
});

export const toComment = ({ commentId, at, author, visibility, body }: CommentView) => ({ id: commentId, at, author, visibility: VISIBILITY[visibility], body });

export const toEntry = ({ entryId, at, kind, actor, visibility, from, to, note }: TimelineView) =>
  ({ id: entryId, at, kind: KIND[kind], actor, visibility: VISIBILITY[visibility], from, to, note });
