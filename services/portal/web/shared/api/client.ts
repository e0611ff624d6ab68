import { authExchange } from '@urql/exchange-auth';
import { persistedExchange } from '@urql/exchange-persisted';
import { Client, CombinedError, fetchExchange, mapExchange, type Exchange } from '@urql/core';
import { hashOf } from './document-hash';
import { refusalOf } from './refusal';
import type { Session } from '../sign-in/session';

/** The API of this origin as the signed-in person: registered documents by their hash, the entry’s cache, tokens renewed before they end. */
export function newClient(session: Session, cache: Exchange): Client {
  return new Client({
    url: '/graphql',
    preferGetMethod: false,
    exchanges: [
      // A refused answer carries `null` for its data; pages know only data and none.
      mapExchange({ onResult: (result) => (result.data === null ? { ...result, data: undefined } : result) }),
      cache,
      authExchange(async (auth) => ({
        addAuthToOperation: (operation) => auth.appendHeaders(operation, { authorization: `Bearer ${session.token}` }),
        willAuthError: () => session.isEnding,
        didAuthError: (error: CombinedError) => refusalOf(error).code === 'UNAUTHENTICATED',
        refreshAuth: async () => {
          if (!await session.renew()) session.end('expired');
        },
      })),
      persistedExchange({
        enforcePersistedQueries: true, enableForMutation: true, preferGetForPersistedQueries: false,
        generateHash: async (_text, document) => hashOf(document),
      }),
      fetchExchange,
    ],
  });
}
