import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient, type CombinedError, type TypedDocumentNode } from 'urql';

/** A page of a list as the API gives it. */
export interface ListPage<Row> { readonly nodes: readonly Row[]; readonly pageInfo: { readonly endCursor?: string | null; readonly hasNextPage: boolean } }

export interface Pages<Row> {
  /** Undefined until the first page is there. */
  readonly rows: readonly Row[] | undefined;
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly error: CombinedError | undefined;
  readonly more: () => void;
  readonly again: () => void;
}

interface Kept<Row> { readonly of: string; readonly rows: readonly Row[]; readonly cursor: string | null; readonly hasMore: boolean }

/** A list that is read page by page; another question starts it anew, and an answer to an earlier one is dropped. `variables` must not name `after`. */
export function usePages<Data, Row>(query: TypedDocumentNode<Data, never>, variables: object, pageOf: (data: Data) => ListPage<Row>): Pages<Row> {
  const client = useClient();
  const [kept, setKept] = useState<Kept<Row>>();
  const [error, setError] = useState<CombinedError>();
  const [isLoading, setLoading] = useState(true);
  const asked = JSON.stringify(variables);
  const wanted = useRef(asked);
  const read = useCallback(async (before: Kept<Row> | undefined) => {
    setLoading(true);
    const result = await client.query(query as TypedDocumentNode<Data, object>, { ...JSON.parse(asked) as object, after: before?.cursor ?? null }, { requestPolicy: 'network-only' }).toPromise();
    if (wanted.current !== asked) return;
    setLoading(false);
    setError(result.error);
    if (result.data === undefined) return;
    const { nodes, pageInfo } = pageOf(result.data);
    setKept({ of: asked, rows: [...before?.rows ?? [], ...nodes], cursor: pageInfo.endCursor ?? null, hasMore: pageInfo.hasNextPage });
  }, [client, query, asked]);
  useEffect(() => {
    wanted.current = asked;
    void read(undefined);
  }, [read, asked]);
  return {
    rows: kept?.rows, hasMore: kept?.hasMore === true && kept.of === asked, isLoading, error,
    more: () => { void read(kept); }, again: () => { void read(undefined); },
  };
}
