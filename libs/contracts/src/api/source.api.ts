import { z } from 'zod';
import { operation, type Page } from '../service-api';
import { lineOf, pageInput, timeZone } from './page';

export interface CredentialView {
  readonly credentialId: string;
  readonly publicId: string;
  readonly state: 'pending' | 'active' | 'revoked';
  readonly issuedAt: string;
  readonly confirmedAt: string | null;
  readonly revokedAt: string | null;
}

export interface SourceView {
  readonly tenantId: string;
  readonly sourceId: string;
  readonly sourceNumber: number;
  readonly name: string;
  readonly kind: string;
  readonly parser: string | null;
  readonly timeZone: string;
  readonly critical: boolean;
  readonly enabled: boolean;
  readonly createdAt: string;
  readonly credentials: readonly CredentialView[];
}

/** `token` is the secret: shown in this one answer, kept by nobody of us, and so never part of an idempotency record or a log. */
export interface IssuedCredential { readonly tenantId: string; readonly sourceId: string; readonly credential: CredentialView; readonly token: string }

const word = z.string().regex(/^[a-z][a-z0-9_.-]{0,63}$/, 'must be a lower-case word');
const ofSource = z.strictObject({ sourceId: z.uuid() });

export const sourceApi = {
  createSource: operation<SourceView>()('tenants', 'createSource', 'source:write', z.strictObject({
    tenantId: z.uuid(), name: lineOf(100), kind: word, parser: word.nullable().default(null), timeZone: timeZone.optional(), critical: z.boolean().default(false),
  })),
  source: operation<SourceView>()('tenants', 'source', 'source:read', ofSource),
  sources: operation<Page<SourceView>>()('tenants', 'sources', 'source:read', z.strictObject({ tenantId: z.uuid().optional(), ...pageInput })),
  setSourceEnabled: operation<SourceView>()('tenants', 'setSourceEnabled', 'source:write', z.strictObject({ sourceId: z.uuid(), enabled: z.boolean() })),
  issueCredential: operation<IssuedCredential>()('tenants', 'issueCredential', 'source:write', ofSource),
  revokeCredential: operation<SourceView>()('tenants', 'revokeCredential', 'source:write', z.strictObject({ credentialId: z.uuid() })),
};
