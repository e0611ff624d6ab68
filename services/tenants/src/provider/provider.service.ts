import { Injectable } from '@nestjs/common';
import { newId, type Role, type TenantContext, type TenantId } from '@yagura/kernel';
import { TenantDb } from '@yagura/db';
import { DEFAULT_PLANS, DEFAULT_POLICIES, PROVIDER_TENANT_ID } from './provider';
import { addPlan, addPolicy, addProgram, addProvider, addStaff, findStaff, grantStaff, saveHandedOver, saveSubject } from './provider.repository';

export interface ProviderFacts {
  /** Name of the company that runs this installation. */
  readonly name: string;
  readonly staffIssuer: string;
}

/** The rows that an installation begins with. Everything is added once and never overwritten: what an operator changed stays changed. */
@Injectable()
export class ProviderService {
  constructor(private readonly db: TenantDb) {}

  async seed(ctx: TenantContext, { name }: ProviderFacts): Promise<TenantId> {
    await this.db.run(ctx, async (tx) => {
      const isNew = await addProvider(tx, name);
      for (const policy of DEFAULT_POLICIES) await addPolicy(tx, policy);
      for (const plan of DEFAULT_PLANS) await addPlan(tx, plan);
      if (isNew) await tx.audit({ action: 'provider.seeded', objectKind: 'tenant', objectId: tx.tenantId, details: { name } });
    });
    return PROVIDER_TENANT_ID;
  }

  /** A program of the installation's own that signs in as itself, with the role of service accounts in the provider's tenant. */
  async program(ctx: TenantContext, program: { subject: string; name: string; issuer: string }): Promise<void> {
    await this.db.run(ctx, async (tx) => {
      const id = newId<'user'>();
      if (!(await addProgram(tx, { id, ...program }))) return;
      await grantStaff(tx, id, program.name, ['service_account']);
      await tx.audit({ action: 'user.created', objectKind: 'user', objectId: id, details: { displayName: program.name, roles: ['service_account'] } });
    });
  }

  /** The row of the first operator, added when it is missing. */
  async operator(ctx: TenantContext, person: { email: string; displayName: string; locale: 'ja' | 'en'; issuer: string }): Promise<Operator> {
    return this.db.run(ctx, async (tx) => {
      const known = await findStaff(tx, person.issuer, person.email);
      if (known !== undefined) return known;
      const id = newId<'user'>();
      const roles: readonly Role[] = ['operator'];
      await addStaff(tx, { id, ...person });
      await grantStaff(tx, id, person.displayName, roles);
      await tx.audit({ action: 'user.created', objectKind: 'user', objectId: id, details: { email: person.email, displayName: person.displayName, roles } });
      return { id, handedOver: false };
    });
  }

  async hasAccount(ctx: TenantContext, userId: string, subject: string): Promise<void> {
    await this.db.run(ctx, (tx) => saveSubject(tx, userId, subject));
  }

  async handedOver(ctx: TenantContext, userId: string): Promise<void> {
    await this.db.run(ctx, (tx) => saveHandedOver(tx, userId));
  }
}

export interface Operator {
  readonly id: string;
  /** True once the first password was shown to somebody. */
  readonly handedOver: boolean;
}
