/** A person who has left at the identity provider, as their tokens name them. */
export interface SignedOutPerson {
  readonly issuer: string;
  readonly subject: string;
}

/**
 * What the identity provider tells without being asked: who ended their session there, without a page of ours having said so. The embedded
 * provider tells it in this process; an outside one would by its back channel. Nobody listening means that nothing is told: tokens then live
 * out their 300 seconds.
 */
export class IdentityNews {
  private readonly listeners = new Set<(person: SignedOutPerson) => void>();

  /** Returns a function that stops listening. */
  onSignedOut(heard: (person: SignedOutPerson) => void): () => void {
    this.listeners.add(heard);
    return () => { this.listeners.delete(heard); };
  }

  tell(person: SignedOutPerson): void {
    for (const heard of this.listeners) heard(person);
  }
}
