/** What the list of cases shows: the open ones unless all are asked for. */
export interface CaseSearch { readonly show?: 'open' | 'all' }

/** Reads the address; what it does not know is left out. */
export const caseSearch = ({ show }: Readonly<Record<string, unknown>>): CaseSearch => (show === 'all' || show === 'open' ? { show } : {});
