/** What a reader says beside its position, for writers: the average bytes of the records that it met last. */
export const toldAverage = (bytes: number): string => `bytes=${Math.round(bytes)}`;

/** The average of such a saying; undefined when there is none. */
export function averageTold(metadata: string | null | undefined): number | undefined {
  const bytes = Number(/^bytes=(\d{1,9})$/.exec(metadata ?? '')?.[1]);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}
