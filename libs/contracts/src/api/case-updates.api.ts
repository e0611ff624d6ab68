import { z } from 'zod';
import { instant } from '../event-type';
import { operation } from '../service-api';
import type { CaseView } from './cases.api';
import { pageInput } from './page';

/** A case as it is now, with the instant of its last change: ISO 8601 with microseconds. */
export interface CaseUpdateView { readonly updatedAt: string; readonly case: CaseView }

/** `cursor` leads behind the last row of the page and is there for an empty page too: a reader keeps it until it asks again. */
export interface CaseUpdates { readonly items: readonly CaseUpdateView[]; readonly cursor: string; readonly isMore: boolean }

const updatesInput = z.strictObject({ ...pageInput, tenantId: z.uuid().nullish(), updatedSince: instant.nullish() });
export type CaseUpdatesInput = z.output<typeof updatesInput>;

export const caseUpdatesApi = {
  /** Cases by their last change, the oldest first; a case that changes during the walk comes again behind it, and none is left out. */
  caseUpdates: operation<CaseUpdates>()('cases', 'caseUpdates', 'case:read', updatesInput),
} as const;
