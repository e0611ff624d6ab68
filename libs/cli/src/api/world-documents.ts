import { z } from 'zod';
import { graphqlDocument } from './document';

const pageInfo = z.object({ endCursor: z.string().nullable(), hasNextPage: z.boolean() });
const pageOf = <Node extends z.ZodType>(node: Node) => z.object({ nodes: z.array(node), pageInfo });
const caseState = z.object({ id: z.string(), version: z.int() });

export const TENANTS = graphqlDocument('tenants', z.object({ tenants: pageOf(z.object({ id: z.string(), slug: z.string(), name: z.string(), state: z.string() })) }));
export const TENANT = graphqlDocument('tenant', z.object({ tenant: z.object({ id: z.string(), slug: z.string() }) }));
export const SOURCES = graphqlDocument('sources', z.object({
  sources: z.object({ nodes: z.array(z.object({ id: z.string(), tenantId: z.string(), name: z.string(), kind: z.string(), enabled: z.boolean() })) }),
}));
export const MEMBERS = graphqlDocument('members', z.object({
  members: pageOf(z.object({ userId: z.string(), tenantId: z.string(), displayName: z.string(), email: z.string().nullable(), roles: z.array(z.string()), active: z.boolean() })),
}));
export const CREATE_USER = graphqlDocument('create-user', z.object({ createUser: z.object({ member: z.object({ userId: z.string(), tenantId: z.string() }) }) }));
export const GRANT_ROLES = graphqlDocument('grant-roles', z.object({ grantRoles: z.object({ member: z.object({ userId: z.string(), tenantId: z.string() }) }) }));

export const CASE_DETAIL = graphqlDocument('case-detail', z.object({
  case: z.object({
    id: z.string(), tenantId: z.string(), number: z.int(), severity: z.string(), status: z.string(), version: z.int(), acknowledgedAt: z.string().nullable(),
    findings: z.object({ nodes: z.array(z.object({ id: z.string(), batchId: z.string(), seq: z.int() })) }),
    comments: z.object({ nodes: z.array(z.object({ id: z.string(), visibility: z.string(), body: z.string() })) }),
  }),
}));
export const TAKE_CASE = graphqlDocument('take-case', z.object({ takeCase: z.object({ case: caseState }) }));
export const COMMENT_CASE = graphqlDocument('comment-case', z.object({ commentCase: z.object({ case: caseState }) }));
export const SET_CASE_VERDICT = graphqlDocument('set-case-verdict', z.object({ setCaseVerdict: z.object({ case: caseState }) }));
export const CHANGE_CASE_STATUS = graphqlDocument('change-case-status', z.object({ changeCaseStatus: z.object({ case: caseState }) }));
export const CLOSE_CASE = graphqlDocument('close-case', z.object({ closeCase: z.object({ case: caseState }) }));

export const FINDINGS = graphqlDocument('findings', z.object({
  findings: pageOf(z.object({ id: z.string(), tenantId: z.string(), caseId: z.string().nullable(), batchId: z.string(), receivedAt: z.string(), ruleTitle: z.string() })),
}));
export const FINDING = graphqlDocument('finding', z.object({ finding: z.object({ id: z.string(), tenantId: z.string() }) }));
export const RAW_EVENT = graphqlDocument('raw-event', z.object({ rawEvent: z.object({ tenantId: z.string(), raw: z.string() }) }));
export const STORED_TELEMETRY = graphqlDocument('stored-telemetry', z.object({ storedTelemetry: z.array(z.object({ tenantId: z.string(), records: z.string() })) }));
export const INGESTION_BALANCE = graphqlDocument('ingestion-balance', z.object({
  ingestionBalance: z.array(z.object({ tenantId: z.string(), sourceId: z.string(), accepted: z.string(), stored: z.string(), quarantined: z.string(), duplicates: z.string(), inFlight: z.string() })),
}));
export const SLA_SUMMARY = graphqlDocument('sla-summary', z.object({
  slaSummary: z.object({ tenants: z.array(z.object({ tenantId: z.string(), running: z.int(), met: z.int(), breached: z.int() })) }),
}));
export const GENERATE_REPORT = graphqlDocument('generate-report', z.object({
  generateReport: z.object({ report: z.object({ id: z.string(), tenantId: z.string(), period: z.string(), isFinal: z.boolean(), pages: z.int() }) }),
}));
export const REPORT_FILE = graphqlDocument('report-file', z.object({ reportFile: z.object({ contentType: z.string(), base64: z.string(), sha256: z.string(), pages: z.int().nullable() }) }));
export const DRAFT_INVOICE = graphqlDocument('draft-invoice', z.object({
  draftInvoice: z.object({
    invoice: z.object({
      id: z.string(), tenantId: z.string(), period: z.string(), status: z.string(), number: z.string().nullable(), currency: z.string(), total: z.string(),
      lines: z.array(z.object({ id: z.string(), meter: z.string(), quantity: z.string(), amount: z.string() })),
    }),
  }),
}));
