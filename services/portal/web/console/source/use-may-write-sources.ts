import { useQuery } from 'urql';
import { TenantListDocument } from '../gen/graphql';

/** True where the person operates the tenant; the server decides anyway, this only hides what it would refuse. */
export function useMayWriteSources(tenantId: string): boolean {
  const [{ data }] = useQuery({ query: TenantListDocument, variables: { first: 100 } });
  return data?.me.grants.some((grant) => grant.tenantId === tenantId && grant.roles.includes('operator')) ?? false;
}
