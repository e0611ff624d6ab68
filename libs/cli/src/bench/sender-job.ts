/** What the bench tells its sender, a process of its own so that its CPU stays apart. */
export type ToSender =
  | { readonly kind: 'load'; readonly folder: string; readonly batch: number }
  | { readonly kind: 'go'; readonly url: string; readonly tokens: readonly string[]; readonly seconds: number; readonly events: number; readonly connections: number; readonly maxBehind: number }
  /** How far the pipeline is; the sender waits while it is too far ahead, as a real door's limits would make it. */
  | { readonly kind: 'processed'; readonly events: number };

/** What the sender answers. */
export type FromSender =
  | { readonly kind: 'loaded'; readonly events: number; readonly files: number; readonly rawBytes: number; readonly gzipBytes: number }
  | { readonly kind: 'done'; readonly sent: number; readonly batches: number; readonly refused: Readonly<Record<string, number>>; readonly failed: string | null };
