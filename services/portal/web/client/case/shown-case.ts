import type { ClientCaseQuery } from '../gen/graphql';

/** A case as its page asks for it. */
export type ShownCase = ClientCaseQuery['caseByNumber'];
