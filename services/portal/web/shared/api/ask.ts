import type { AnyVariables, Client, CombinedError, TypedDocumentNode } from '@urql/core';

/** An answer from the service itself, not from what this browser remembers. */
export type Answer<Data> = { readonly data: Data } | { readonly error: CombinedError };

/** Asks once and calls back once. Returns a function that cancels the request, also on the wire. */
export function ask<Data, Variables extends AnyVariables>(client: Client, document: TypedDocumentNode<Data, Variables>, variables: Variables, heard: (answer: Answer<Data>) => void): () => void {
  let isOver = false;
  const { unsubscribe } = client.query<Data, Variables>(document, variables, { requestPolicy: 'network-only' }).subscribe(({ data, error, stale }) => {
    if (isOver || stale) return;
    if (error !== undefined) heard({ error });
    else if (data !== undefined) heard({ data });
    else return;
    isOver = true;
    // The first answer may come while `subscribe` still runs.
    queueMicrotask(() => unsubscribe());
  });
  return () => {
    isOver = true;
    unsubscribe();
  };
}
