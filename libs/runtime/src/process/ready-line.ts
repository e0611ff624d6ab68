import { z } from 'zod';

const readyPart = z.object({ part: z.string(), pid: z.int().positive(), port: z.int(), addresses: z.record(z.string(), z.string()) });

/** What a process of one part says when it is ready: who it is, its internal port, and where others reach it. */
export type ReadyPart = z.output<typeof readyPart>;

/** The one line of its output by which whoever started a process learns that it is ready. */
export const readyLine = ({ part, pid, port, addresses }: ReadyPart): string => JSON.stringify({ part, pid, port, addresses });

/** The part that this line announces; undefined for any other line. */
export function readReadyLine(line: string): ReadyPart | undefined {
  if (!line.startsWith('{"part":')) return undefined;
  try {
    return readyPart.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
