import type { PoolClient, QueryResult } from 'pg';

type Statement = { readonly text: string };

/**
 * The connection of an open `db.run`, lent to Prisma. Some of Prisma's operations open a transaction of their own; inside ours that
 * becomes a savepoint, so that everything a use case does commits or vanishes together.
 */
export function lend(client: PoolClient): PoolClient {
  let depth = 0;
  const query = (statement: string | Statement, values?: unknown[]): Promise<QueryResult> => {
    const text = typeof statement === 'string' ? statement : statement.text;
    switch (text) {
      case 'BEGIN': return client.query(`SAVEPOINT lent_${++depth}`);
      case 'COMMIT': return client.query(`RELEASE SAVEPOINT lent_${depth--}`);
      case 'ROLLBACK': return client.query(`ROLLBACK TO SAVEPOINT lent_${depth--}`);
      default: return typeof statement === 'string' ? client.query(statement, values) : client.query(statement);
    }
  };
  const lent = { query, release: () => undefined, on: () => lent, removeListener: () => lent };
  return lent as unknown as PoolClient;
}
