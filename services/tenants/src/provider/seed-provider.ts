import type { IdentityAdmin } from '@yagura/auth';
import { forSystem, type TenantId } from '@yagura/kernel';
import type { TenantDb } from '@yagura/db';
import { PROVIDER_TENANT_ID } from './provider';
import { ProviderService } from './provider.service';

export interface ProviderSeed {
  /** Name of the company that runs the installation, as people see it. */
  readonly name: string;
  readonly staffIssuer: string;
  /** Programs of the installation that sign in as themselves: their subjects and display names. */
  readonly programs: readonly { readonly subject: string; readonly name: string }[];
  /** The first person who can let others in. */
  readonly operator: { readonly email: string; readonly displayName: string; readonly locale: 'ja' | 'en' };
}

export interface SeededProvider {
  readonly providerTenantId: TenantId;
  /** Present until `shown` was called once: show it to the person who started Yagura, then say so. It is stored nowhere. */
  readonly firstPassword?: { readonly username: string; readonly oneTimePassword: string; shown(): Promise<void> };
}

/**
 * Makes what every installation begins with: the provider's tenant, its plans and promises, its own programs, and the first operator.
 * Called at every start; a repeat adds nothing and changes nothing. Only a first password that nobody saw is replaced by a new one.
 */
export async function seedProvider(db: TenantDb, identity: IdentityAdmin, facts: ProviderSeed): Promise<SeededProvider> {
  const ctx = forSystem(PROVIDER_TENANT_ID, 'tenants');
  const provider = new ProviderService(db);
  const providerTenantId = await provider.seed(ctx, facts);
  for (const program of facts.programs) await provider.program(ctx, { ...program, issuer: facts.staffIssuer });
  const email = facts.operator.email.toLowerCase();
  const { id, handedOver } = await provider.operator(ctx, { ...facts.operator, email, issuer: facts.staffIssuer });
  const { displayName: name, locale } = facts.operator;
  const { subject, oneTimePassword: fresh } = await identity.ensureUser({ realm: 'yagura-staff', id, username: email, email, name, locale });
  await provider.hasAccount(ctx, id, subject);
  if (handedOver) return { providerTenantId };
  const oneTimePassword = fresh ?? (await identity.resetPassword(subject)).oneTimePassword;
  return { providerTenantId, firstPassword: { username: email, oneTimePassword, shown: () => provider.handedOver(ctx, id) } };
}
