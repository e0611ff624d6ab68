/** Who sends an invoice, as it stands on the document. Copied into each invoice, so that a later move changes no old one. */
export interface Issuer {
  readonly issuerId: string;
  readonly name: string;
  readonly address: string;
  /** `T` and thirteen digits (適格請求書発行事業者); null until one is registered, and then no document is a qualified invoice. */
  readonly registrationNumber: string | null;
}

/** The issuer as it is on record; `english` is what stands on documents in English, where it differs. */
export interface IssuerRecord extends Issuer { readonly english?: { readonly name: string; readonly address: string } | undefined }

/** The issuer as a document in this language shows it. */
export const issuerIn = (language: 'ja' | 'en', { english, ...issuer }: IssuerRecord): Issuer => ({ ...issuer, ...(language === 'en' ? english : undefined) });
