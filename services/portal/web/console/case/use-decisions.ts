import type { TypedDocumentNode } from '@urql/core';
import { useCallback } from 'react';
import { useClient } from 'urql';
import { refusalOf, type Refusal } from '../../shared/api/refusal';
import { CaseCloseDocument, CaseCommentSendDocument, CaseReleaseDocument, CaseSeveritySetDocument, CaseStatusSetDocument, CaseTakeDocument, CaseVerdictSetDocument, type CaseSeveritySetMutationVariables, type CaseStatusSetMutationVariables, type CaseVerdictSetMutationVariables, type CaseCommentSendMutationVariables } from '../gen/graphql';

type Without<Input> = Omit<Input, 'caseId' | 'expectedVersion'>;

/** A decision about a case with what it needs. */
export type Decision =
  | { readonly kind: 'take' | 'release' | 'close' }
  | { readonly kind: 'status'; readonly input: Without<CaseStatusSetMutationVariables['input']> }
  | { readonly kind: 'severity'; readonly input: Without<CaseSeveritySetMutationVariables['input']> }
  | { readonly kind: 'verdict'; readonly input: Without<CaseVerdictSetMutationVariables['input']> }
  | { readonly kind: 'comment'; readonly input: Without<CaseCommentSendMutationVariables['input']> };

/** What became of it; `conflict` when the case is no longer as it was seen. */
export type Outcome = { readonly kind: 'done' } | { readonly kind: 'conflict' } | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Sends decisions about cases. A comment for the provider's people goes without a version: it is right on any. */
export function useDecisions(): (decision: Decision, of: { readonly caseId: string; readonly expectedVersion: number }) => Promise<Outcome> {
  const client = useClient();
  return useCallback(async (decision, of) => {
    const run = async <Data, Input>(document: TypedDocumentNode<Data, { input: Input }>, input: Input): Promise<Outcome> => {
      const { error } = await client.mutation(document, { input }).toPromise();
      if (error === undefined) return { kind: 'done' };
      const refusal = refusalOf(error);
      return refusal.slug === 'case.version_conflict' ? { kind: 'conflict' } : { kind: 'refused', refusal };
    };
    switch (decision.kind) {
      case 'take': return run(CaseTakeDocument, of);
      case 'release': return run(CaseReleaseDocument, of);
      case 'close': return run(CaseCloseDocument, of);
      case 'status': return run(CaseStatusSetDocument, { ...of, ...decision.input });
      case 'severity': return run(CaseSeveritySetDocument, { ...of, ...decision.input });
      case 'verdict': return run(CaseVerdictSetDocument, { ...of, ...decision.input });
      case 'comment': return run(CaseCommentSendDocument, { caseId: of.caseId, ...decision.input, ...(decision.input.visibility === 'CUSTOMER' ? { expectedVersion: of.expectedVersion } : {}) });
    }
  }, [client]);
}
