import { z } from 'zod';
import { graphqlDocument } from './document';

/** Who the token speaks for. */
export const ME = graphqlDocument('me', z.object({
  me: z.object({ id: z.string(), name: z.string(), audience: z.enum(['STAFF', 'CUSTOMER']), grants: z.array(z.object({ tenantId: z.string(), roles: z.array(z.string()) })) }),
}));
