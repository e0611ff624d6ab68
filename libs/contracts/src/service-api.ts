import type { Permission } from '@yagura/kernel';
import type { z } from 'zod';

/** One operation that a service offers to the gateway. The answer's shape is a type only: a service trusts itself. */
export interface Operation<Input extends z.ZodType = z.ZodType, Output = unknown> {
  readonly service: string;
  readonly name: string;
  /** What the caller must hold; 'token' asks only for a verified token (the question "what may I do?" itself). */
  readonly demands: Permission | 'token';
  readonly input: Input;
  /** Never present at run time; carries the answer's type. */
  readonly output?: Output;
}

export type OperationInput<Op> = Op extends Operation<infer Input, unknown> ? z.input<Input> : never;
export type OperationParsed<Op> = Op extends Operation<infer Input, unknown> ? z.output<Input> : never;
export type OperationOutput<Op> = Op extends Operation<z.ZodType, infer Output> ? Output : never;

/** The operations of one service by name. A controller implements all of them: `(ctx, input) => Promise<output>`. */
export type ServiceApi = Readonly<Record<string, Operation>>;

/** Starts an operation: `operation<Answer>()('cases', 'queue', 'case:read', schema)`. */
export const operation = <Output>() => <Input extends z.ZodType>(
  service: string, name: string, demands: Permission | 'token', input: Input): Operation<Input, Output> => ({ service, name, demands, input });

/** A page of a list: items, and an opaque cursor to the next page when there is one. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}
