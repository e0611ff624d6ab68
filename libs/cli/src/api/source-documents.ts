import { z } from 'zod';
import { graphqlDocument } from './document';

const source = z.object({
  id: z.string(), tenantId: z.string(), name: z.string(), kind: z.string(), parser: z.string().nullable(), timeZone: z.string(), critical: z.boolean(), enabled: z.boolean(),
});

/** Adds a source to an active tenant. */
export const CREATE_SOURCE = graphqlDocument('create-source', z.object({ createSource: z.object({ source }) }));

/** Its answer holds the token, this once. */
export const ISSUE_SOURCE_CREDENTIAL = graphqlDocument('issue-source-credential', z.object({
  issueSourceCredential: z.object({
    sourceId: z.string(), tenantId: z.string(), token: z.string(), credential: z.object({ id: z.string(), publicId: z.string(), state: z.string() }),
  }),
}));
