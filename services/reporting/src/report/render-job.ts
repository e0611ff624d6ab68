/** What the thread answers for one document. */
export interface Rendered {
  readonly bytes: Uint8Array;
  readonly pages: number;
}
export type RenderAnswer = Rendered | { readonly failed: string };
