export type DraftKind = 'internal' | 'client';
export interface Draft { readonly kind: DraftKind; readonly body: string }

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * Text that was typed and not sent, by person and case, in this tab: it outlives a reload and a new sign-in, and signing out clears it. A person
 * who signs in after another in the same tab does not meet the other's drafts.
 */
export class DraftStore {
  constructor(private readonly storage: Store, private readonly personId: string) {}

  read(caseId: string): Draft | undefined {
    try {
      const kept: unknown = JSON.parse(this.storage.getItem(this.keyOf(caseId)) ?? 'null');
      if (typeof kept !== 'object' || kept === null || !('kind' in kept) || !('body' in kept)) return undefined;
      const { kind, body } = kept;
      // Whatever is not plainly a message to the client is internal.
      return typeof body === 'string' && body !== '' ? { kind: kind === 'client' ? 'client' : 'internal', body } : undefined;
    } catch {
      return undefined;
    }
  }

  keep(caseId: string, { kind, body }: Draft): void {
    try {
      if (body === '') this.storage.removeItem(this.keyOf(caseId));
      else this.storage.setItem(this.keyOf(caseId), JSON.stringify({ kind, body }));
    } catch {
      // No room: the text still stands in its field.
    }
  }

  drop(caseId: string): void {
    this.storage.removeItem(this.keyOf(caseId));
  }

  private keyOf(caseId: string): string { return `yagura-draft/${this.personId}/${caseId}`; }
}
