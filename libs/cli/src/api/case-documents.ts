import { z } from 'zod';
import { graphqlDocument } from './document';

const tenant = z.object({ slug: z.string(), name: z.string() });

/** The queue over all tenants that the caller may see: what needs work first. */
export const QUEUE = graphqlDocument('queue', z.object({
  cases: z.object({
    nodes: z.array(z.object({
      id: z.string(), number: z.int(), title: z.string(), severity: z.string(), status: z.string(), findingCount: z.int(), openedAt: z.string(), tenant,
    })),
    pageInfo: z.object({ endCursor: z.string().nullable(), hasNextPage: z.boolean() }),
  }),
}));

/** The first cases in work or on hold, with the versions that a change of them names. */
export const QUEUE_VERSIONS = graphqlDocument('queue-versions', z.object({
  cases: z.object({
    nodes: z.array(z.object({
      id: z.string(), number: z.int(), title: z.string(), severity: z.string(), status: z.string(), version: z.int(), groupKey: z.string(), openedAt: z.string(),
      tenant: z.object({ id: z.string() }), clocks: z.array(z.object({ id: z.string() })),
    })),
  }),
}));
