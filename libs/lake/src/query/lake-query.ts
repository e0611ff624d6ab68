import { InvalidInput } from '@yagura/kernel';
import { z } from 'zod';

/** Caps of one query: deep enough for a Sigma rule as a hunt, small enough to stay below the address limit of a server. */
export const MAX_DEPTH = 12;
export const MAX_CONDITIONS = 500;
export const MAX_VALUES = 1000;
export const MAX_TEXT = 4096;
export const MAX_ROWS = 10_000;

type Scalar = string | number;

/**
 * A condition over columns. `eq` and `in` compare exactly unless `fold`; text conditions fold case on both sides, by Unicode's simple
 * mappings, as Sigma does. A range holds `from` and leaves out `until`. Times are milliseconds since 1970; an IPv4 address is written
 * as usual. A negation also holds for rows whose column is empty, because the lake has no nulls.
 */
export type Condition =
  | { readonly op: 'and' | 'or'; readonly terms: readonly Condition[] }
  | { readonly op: 'not'; readonly term: Condition }
  | { readonly op: 'eq'; readonly column: string; readonly value: Scalar; readonly fold?: boolean | undefined }
  | { readonly op: 'in'; readonly column: string; readonly values: readonly Scalar[]; readonly fold?: boolean | undefined }
  | { readonly op: 'range'; readonly column: string; readonly from?: Scalar | undefined; readonly until?: Scalar | undefined }
  | { readonly op: 'contains' | 'startsWith' | 'endsWith'; readonly column: string; readonly text: string };

const column = z.string().max(64);
const text = z.string().max(MAX_TEXT);
const scalar = z.union([text, z.number().refine(Number.isFinite)]);

const condition: z.ZodType<Condition> = z.lazy(() => z.union([
  z.strictObject({ op: z.enum(['and', 'or']), terms: z.array(condition).max(MAX_CONDITIONS) }),
  z.strictObject({ op: z.literal('not'), term: condition }),
  z.strictObject({ op: z.literal('eq'), column, value: scalar, fold: z.boolean().optional() }),
  z.strictObject({ op: z.literal('in'), column, values: z.array(scalar).max(MAX_VALUES), fold: z.boolean().optional() }),
  z.strictObject({ op: z.literal('range'), column, from: scalar.optional(), until: scalar.optional() }),
  z.strictObject({ op: z.enum(['contains', 'startsWith', 'endsWith']), column, text }),
]));

const bucket = z.strictObject({ bucket: z.enum(['minute', 'hour', 'day']), column, as: column });
const measure = z.strictObject({ fn: z.enum(['count', 'uniq', 'sum', 'min', 'max']), column: column.optional(), as: column });

const lakeQuery = z.strictObject({
  from: z.enum(['events', 'quarantine']),
  select: z.array(column).max(64).optional(),
  groupBy: z.array(z.union([column, bucket])).max(8).optional(),
  measures: z.array(measure).max(16).optional(),
  where: condition.optional(),
  orderBy: z.array(z.strictObject({ by: column, descending: z.boolean().optional() })).max(8).optional(),
  limit: z.number().int().min(1).max(MAX_ROWS),
});

/** Start of the UTC minute, hour or day of a time column, as milliseconds since 1970. */
export type Bucket = z.infer<typeof bucket>;
/** One aggregate; `count` takes no column. */
export type Measure = z.infer<typeof measure>;
/**
 * The one query shape of the lake: rows (`select`) or groups (`groupBy` with `measures`). It names no tenant: the emitter adds the
 * reader's scope. Saved hunts store this value, so fields are only ever added.
 */
export type LakeQuery = z.infer<typeof lakeQuery>;

/** Reads a query from outside (a saved hunt, a request); throws InvalidInput (`lake.query_invalid`) with the place of the fault. */
export function parseLakeQuery(input: unknown): LakeQuery {
  if (depthOf(input) > MAX_DEPTH * 2 + 4) throw new InvalidInput('The query is nested too deeply.', { slug: 'lake.query_invalid' });
  const parsed = lakeQuery.safeParse(input);
  if (parsed.success) return parsed.data;
  const path = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new InvalidInput('The query has a field outside its grammar.', { slug: 'lake.query_invalid', path });
}

/** Bounded before zod recurses, so that a hostile nesting cannot exhaust the stack. */
function depthOf(input: unknown): number {
  let level: unknown[] = [input];
  let depth = 0;
  while (level.length > 0 && depth < 64) {
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values<unknown>(value as Record<string, unknown>) : []));
    depth += 1;
  }
  return depth;
}
