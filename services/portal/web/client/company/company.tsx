import { createContext, use, useMemo, type ReactNode } from 'react';
import { useQuery } from 'urql';
import { ClientCompanyDocument, type ClientCompanyQuery } from '../gen/graphql';
import { ErrorPanel, Loading, NotFound } from '../../shared/page/page-states';
import { ZoneProvider } from '../../shared/time/zone';

/** The reader's company, what of it the reader may see, and whom to ask about the rest. */
export interface Company {
  readonly id: string;
  readonly slug: string;
  readonly code: string;
  readonly name: string;
  readonly timeZone: string;
  readonly mayReadInvoices: boolean;
  /** Who administers the service on the company's side; undefined when nobody was named. */
  readonly askWhom: string | undefined;
}

const Current = createContext<Company | undefined>(undefined);

/** The company of the page. Throws outside of it. */
export function useCompany(): Company {
  const company = use(Current);
  if (company === undefined) throw new Error('No company is known here.');
  return company;
}

/** Puts the company within reach of every page; times are told in the zone of its agreement, in which its months are cut too. */
export function CompanyProvider({ children }: { readonly children: (company: Company) => ReactNode }): ReactNode {
  const [{ data, error }, again] = useQuery({ query: ClientCompanyDocument });
  const company = useMemo(() => (data === undefined ? undefined : companyOf(data)), [data]);
  if (error !== undefined) return <ErrorPanel error={error} onRetry={() => again({ requestPolicy: 'network-only' })} />;
  if (data === undefined) return <Loading height="100vh" />;
  if (company === undefined) return <NotFound />;
  return <ZoneProvider first={company.timeZone}><Current value={company}>{children(company)}</Current></ZoneProvider>;
}

const BILLING = 'customer_billing';

function companyOf({ me, tenants }: ClientCompanyQuery): Company | undefined {
  const [tenant] = tenants.nodes;
  if (tenant === undefined) return undefined;
  const { id, slug, code, name, agreement, contacts } = tenant;
  const first = contacts.find(({ role }) => role === 'MANAGEMENT') ?? contacts[0];
  return {
    id, slug, code, name, timeZone: agreement?.timeZone ?? 'UTC', askWhom: first?.name,
    mayReadInvoices: me.grants.some(({ tenantId, roles }) => tenantId === id && roles.includes(BILLING)),
  };
}
