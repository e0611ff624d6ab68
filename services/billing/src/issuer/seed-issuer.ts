import { forSystem, type TenantId } from '@yagura/kernel';
import type { TenantDb } from '@yagura/db';
import { IssuerService, type IssuerSeed } from './issuer.service';

/** Puts the provider on record as the issuer of invoices. Called at every start; what is on record stays as it is. */
export const seedIssuer = (db: TenantDb, providerTenantId: TenantId, issuer: IssuerSeed): Promise<void> =>
  new IssuerService(db).seed(forSystem(providerTenantId, 'billing'), issuer);
