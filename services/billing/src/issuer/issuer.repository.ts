import type { TenantRead, TenantTx } from '@yagura/db';
import type { IssuerRecord } from './issuer';

/** The written tenant as an issuer; what is on record stays. Answers false when it was there. */
export async function addIssuer(tx: TenantTx, issuer: Omit<IssuerRecord, 'issuerId'> & { numberPrefix: string }): Promise<boolean> {
  const added = await tx.execute(
    `insert into billing.issuer (tenant_id, name, address, name_en, address_en, registration_number, number_prefix, seeded_at) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [tx.tenantId, issuer.name, issuer.address, issuer.english?.name ?? null, issuer.english?.address ?? null, issuer.registrationNumber, issuer.numberPrefix, tx.now]);
  return added === 1;
}

interface IssuerRow extends Record<string, unknown> {
  readonly issuer_id: string; readonly name: string; readonly address: string; readonly name_en: string | null; readonly address_en: string | null;
  readonly registration_number: string | null;
}

export async function issuerFacts(read: TenantRead): Promise<IssuerRecord | undefined> {
  const [row] = await read.sql<IssuerRow>('select * from billing.issuer_facts()');
  if (row === undefined) return undefined;
  const english = row.name_en === null || row.address_en === null ? undefined : { name: row.name_en, address: row.address_en };
  return { issuerId: row.issuer_id, name: row.name, address: row.address, english, registrationNumber: row.registration_number };
}

/** The issuer's next number for an invoice of the written tenant; its counter stays locked until this transaction ends. */
export async function takeNumber(tx: TenantTx, issuerId: string, invoiceId: string): Promise<string | null> {
  const [row] = await tx.sql<{ number: string | null }>('select billing.take_number($1, $2) as number', [issuerId, invoiceId]);
  return row.number;
}
