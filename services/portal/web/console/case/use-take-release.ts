import { useCallback, useState } from 'react';
import type { Refusal } from '../../shared/api/refusal';
import { UNDO_FOR_MS } from '../queue/undo-button';
import type { CaseHead, ReadCase } from './use-case';
import { useDecisions } from './use-decisions';

/** What became of the last taking or releasing; `undo` until when it can be taken back. */
export type Told = { readonly kind: 'take' | 'release'; readonly undoUntil?: number } | { readonly kind: 'conflict' } | { readonly kind: 'refused'; readonly refusal: Refusal };

export interface Taking { readonly told: Told | undefined; readonly isBusy: boolean; readonly run: (kind: 'take' | 'release') => void }

/** Takes a case or gives it back at once; either can be undone by the other for a while. */
export function useTakeRelease(head: CaseHead | undefined, refresh: () => Promise<ReadCase | undefined>): Taking {
  const decide = useDecisions();
  const [told, setTold] = useState<Told>();
  const [isBusy, setBusy] = useState(false);
  const run = useCallback((kind: 'take' | 'release') => {
    if (head === undefined || isBusy) return;
    setBusy(true);
    // A case that was another's cannot be handed back to that person by releasing it.
    const canUndo = kind === 'release' || head.assignee == null;
    void decide({ kind }, { caseId: head.id, expectedVersion: head.version }).then(async (outcome) => {
      if (outcome.kind !== 'refused') await refresh();
      setTold(outcome.kind === 'done' ? { kind, ...(canUndo ? { undoUntil: Date.now() + UNDO_FOR_MS } : {}) } : outcome);
      setBusy(false);
    });
  }, [decide, head, isBusy, refresh]);
  return { told, isBusy, run };
}
