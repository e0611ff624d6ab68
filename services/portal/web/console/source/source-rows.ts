import type { TenantSourcesQuery } from '../gen/graphql';

/** A source and its health, as the list of a tenant's sources reads them. */
export type SourceRow = TenantSourcesQuery['sources']['nodes'][number];
export type HealthRow = TenantSourcesQuery['sourceHealth'][number];
