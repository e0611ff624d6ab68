import { useQuery } from 'urql';
import { CaseReadersDocument } from '../gen/graphql';

/** How many people of a client company read what is written to it; undefined while that is not known, and for those who may not know. */
export function useReaders(tenantId: string, isWanted: boolean): number | undefined {
  const [{ data }] = useQuery({ query: CaseReadersDocument, variables: { tenantId }, pause: !isWanted });
  if (data == null || data.members.pageInfo.hasNextPage) return undefined;
  return data.members.nodes.filter(({ audience, active, tenantId: of }) => audience === 'CUSTOMER' && active && of === tenantId).length;
}
