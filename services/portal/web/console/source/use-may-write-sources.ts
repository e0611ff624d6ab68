import { useQuery } from 'urql';
import { TenantListDocument } from '../gen/graphql';

/** True where the person operates the tenant; the server decides anyway, this only hides what it would refuse. */
export function useMayWriteSources(tenantId: string): boolean {
  // Whoever brings a company in is given it a moment later: what the list said before does not count.
  const [{ data }] = useQuery({ query: TenantListDocument, variables: { first: 100 }, requestPolicy: 'cache-and-network' });
  return data?.me.grants.some((grant) => grant.tenantId === tenantId && grant.roles.includes('operator')) ?? false;
}
