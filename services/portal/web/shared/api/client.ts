import { authExchange } from '@urql/exchange-auth';
import { persistedExchange } from '@urql/exchange-persisted';
import { Client, CombinedError, fetchExchange, type Exchange, type TypedDocumentNode } from '@urql/core';
import { refusalOf } from './refusal';
import type { Session } from '../sign-in/session';

/** The hash under which the gateway knows a document; the build embeds it. */
export function hashOf(document: TypedDocumentNode<unknown, never> | object): string {
  const meta = (document as { readonly __meta__?: { readonly hash?: unknown } }).__meta__;
  if (typeof meta?.hash !== 'string') throw new Error('This document was not registered by the build.');
  return meta.hash;
}

/** The API of this origin as the signed-in person: registered documents by their hash, the entry’s cache, tokens renewed before they end. */
export function newClient(session: Session, cache: Exchange): Client {
  return new Client({
    url: '/graphql',
    preferGetMethod: false,
    exchanges: [
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
