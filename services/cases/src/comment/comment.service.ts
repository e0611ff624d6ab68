import { Injectable } from '@nestjs/common';
import { instant, type CommentView, type OfCaseInput, type Page } from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import { keyBehind, pageOf } from '@yagura/runtime';
import { z } from 'zod';
import { commentView, type NewComment } from './comment';
import { addComment, commentRows } from './comment.repository';

const keyShape = z.tuple([instant, z.uuid()]);

/** What people say on a case: the provider's own unless its author shows it to the client company. */
@Injectable()
export class CommentService {
  async add(tx: TenantTx, comment: NewComment): Promise<void> {
    await addComment(tx, comment);
  }

  async comments(tx: TenantTx, { caseId, first, after }: OfCaseInput): Promise<Page<CommentView>> {
    const list = `comments:${caseId}`;
    const rows = await commentRows(tx, caseId, keyBehind(list, after, keyShape), first + 1);
    return pageOf(list, first, rows, (row) => [row.created_at, row.id], commentView);
  }
}
