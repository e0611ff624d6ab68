import { z } from 'zod';
import { graphqlDocument } from './document';

const state = z.enum(['ONBOARDING', 'ACTIVE', 'SUSPENDED']);
const tenant = { id: z.string(), slug: z.string(), code: z.string(), name: z.string(), state };
const step = z.object({ subjectId: z.string(), step: z.string(), done: z.boolean(), attempts: z.int(), lastError: z.string().nullable() });

/** Brings a client company in; its steps go on behind the answer. */
export const CREATE_TENANT = graphqlDocument('create-tenant', z.object({ createTenant: z.object({ tenant: z.object(tenant) }) }));

/** A tenant and how far its making has come. */
export const TENANT_BY_SLUG = graphqlDocument('tenant-by-slug', z.object({
  tenantBySlug: z.object({ ...tenant, onboarding: z.object({ state, steps: z.array(step) }) }),
}));

export type TenantProgress = z.output<typeof TENANT_BY_SLUG.data>['tenantBySlug'];
