import type { CommentView, Visibility } from '@yagura/contracts';

export interface NewComment { readonly id: string; readonly caseId: string; readonly body: string; readonly visibility: Visibility }

export interface CommentRow { readonly id: string; readonly case_id: string; readonly created_at: string; readonly author_name: string; readonly is_internal: boolean; readonly body: string }

export const commentView = (row: CommentRow): CommentView =>
  ({ commentId: row.id, caseId: row.case_id, at: row.created_at, author: row.author_name, visibility: row.is_internal ? 'internal' : 'customer', body: row.body });
