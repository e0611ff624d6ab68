import { z } from 'zod';
import { graphqlDocument } from '../api/document';

/** Findings, the newest first, by the machine that each is about. */
export const FINDING_HOSTS = graphqlDocument('finding-hosts', z.object({
  findings: z.object({
    nodes: z.array(z.object({ id: z.string(), caseId: z.string().nullable(), host: z.string() })),
    pageInfo: z.object({ endCursor: z.string().nullable(), hasNextPage: z.boolean() }),
  }),
}));

/** What is promised about one case. */
export const CASE_CLOCKS = graphqlDocument('case-clocks', z.object({ case: z.object({ id: z.string(), clocks: z.array(z.object({ id: z.string() })) }) }));
