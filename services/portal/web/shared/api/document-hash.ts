import type { TypedDocumentNode } from '@urql/core';

/** The hash under which the gateway knows a document; the build embeds it. */
export function hashOf(document: TypedDocumentNode<unknown, never> | object): string {
  const meta = (document as { readonly __meta__?: { readonly hash?: unknown } }).__meta__;
  if (typeof meta?.hash !== 'string') throw new Error('This document was not registered by the build.');
  return meta.hash;
}
