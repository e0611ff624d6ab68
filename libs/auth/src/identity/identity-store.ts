/**
 * The one thing the embedded provider needs of a database: a statement with bind values on schema `identity`. Every statement text
 * is constant. `libs/db` hands in a pool's query function, so that no driver is imported here.
 */
export interface IdentityStore {
  query(sql: string, params: readonly unknown[]): Promise<{ readonly rows: readonly Readonly<Record<string, unknown>>[] }>;
}
