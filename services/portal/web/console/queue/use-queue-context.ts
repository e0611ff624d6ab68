import type { Client } from '@urql/core';
import { useEffect, useState } from 'react';
import { ask } from '../../shared/api/ask';
import { QueueTenantsDocument } from '../gen/graphql';
import type { NamedTenant } from './queue-filters';

interface QueueContext { readonly tenants: readonly NamedTenant[]; readonly myId: string | undefined; readonly isKnown: boolean }

const NOTHING: QueueContext = { tenants: [], myId: undefined, isKnown: false };
/** More client companies than this are looked for by their words, not in a list. */
const MOST_TENANTS = 1_000;

/** The reader, and the client companies in reach. Where they cannot be read, the queue stands without them. */
export function useQueueContext(client: Client): QueueContext {
  const [context, setContext] = useState(NOTHING);
  useEffect(() => {
    let cancel: () => void = () => undefined;
    const read = (after: string | null, before: readonly NamedTenant[]): void => {
      cancel = ask(client, QueueTenantsDocument, { after }, (answer) => {
        if ('error' in answer) return setContext({ ...NOTHING, isKnown: true });
        const { me, tenants: { nodes, pageInfo } } = answer.data;
        const tenants = [...before, ...nodes.filter(({ kind }) => kind === 'CUSTOMER')];
        if (pageInfo.hasNextPage && tenants.length < MOST_TENANTS) return read(pageInfo.endCursor, tenants);
        setContext({ tenants, myId: me.id, isKnown: true });
      });
    };
    read(null, []);
    return () => cancel();
  }, [client]);
  return context;
}
