import { Injectable } from '@nestjs/common';
import type { Language } from '@yagura/contracts';
import { TenantDb, type TenantTx } from '@yagura/db';
import type { TenantContext } from '@yagura/kernel';
import { issuerIn, type Issuer, type IssuerRecord } from './issuer';
import { NoIssuer } from './issuer.errors';
import { addIssuer, issuerFacts, takeNumber } from './issuer.repository';

export interface IssuerSeed {
  readonly name: string;
  readonly address: string;
  /** What stands on documents in English. */
  readonly english?: IssuerRecord['english'];
  /** `T` and thirteen digits, once the provider is registered. */
  readonly registrationNumber?: string | null;
  /** Begins every invoice number; upper-case letters, digits and hyphens. */
  readonly numberPrefix?: string;
}

/** Who issues, and the numbers that it gave: in order, without a gap. */
@Injectable()
export class IssuerService {
  constructor(private readonly db: TenantDb) {}

  async seed(ctx: TenantContext, { name, address, english, registrationNumber = null, numberPrefix = 'INV-' }: IssuerSeed): Promise<void> {
    await this.db.run(ctx, async (tx) => {
      const isNew = await addIssuer(tx, { name, address, english, registrationNumber, numberPrefix });
      if (isNew) await tx.audit({ action: 'issuer.seeded', objectKind: 'issuer', objectId: tx.tenantId, details: { name, registrationNumber } });
    });
  }

  async current(tx: TenantTx, language: Language): Promise<Issuer> {
    const issuer = await issuerFacts(tx);
    if (issuer === undefined) throw new NoIssuer();
    return issuerIn(language, issuer);
  }

  async numberFor(tx: TenantTx, issuerId: string, invoiceId: string): Promise<string> {
    const number = await takeNumber(tx, issuerId, invoiceId);
    if (number === null) throw new NoIssuer();
    return number;
  }
}
