import type { TenantRead, TenantTx } from '@yagura/db';
import type { Issuer } from './issuer';

/** The written tenant as an issuer; what is on record stays. Answers false when it was there. */
export async function addIssuer(tx: TenantTx, issuer: Omit<Issuer, 'issuerId'> & { numberPrefix: string }): Promise<boolean> {
  const added = await tx.execute(
    `insert into billing.issuer (tenant_id, name, address, registration_number, number_prefix, seeded_at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [tx.tenantId, issuer.name, issuer.address, issuer.registrationNumber, issuer.numberPrefix, tx.now]);
  return added === 1;
}

export async function issuerFacts(read: TenantRead): Promise<Issuer | undefined> {
  const [row] = await read.sql<{ issuer_id: string; name: string; address: string; registration_number: string | null }>('select * from billing.issuer_facts()');
  return row === undefined ? undefined : { issuerId: row.issuer_id, name: row.name, address: row.address, registrationNumber: row.registration_number };
}

/** The issuer's next number for an invoice of the written tenant; its counter stays locked until this transaction ends. */
export async function takeNumber(tx: TenantTx, issuerId: string, invoiceId: string): Promise<string | null> {
  const [row] = await tx.sql<{ number: string | null }>('select billing.take_number($1, $2) as number', [issuerId, invoiceId]);
  return row.number;
}
