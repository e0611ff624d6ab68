import type { Page } from '@yagura/contracts';

export interface Connection<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
}

/** A service's page as the API shows every list. */
export const toConnection = <Item, Node>(page: Page<Item>, toNode: (item: Item) => Node): Connection<Node> =>
  ({ nodes: page.items.map(toNode), pageInfo: { endCursor: page.nextCursor, hasNextPage: page.nextCursor !== null } });
