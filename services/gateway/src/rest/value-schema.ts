import { instant, pageInput } from '@yagura/contracts';
import { isEnumType, isInputObjectType, isListType, isNonNullType, type GraphQLInputType } from 'graphql';
import { z } from 'zod';
import { wrong } from './rest-document';

/** Values of one list in a query: as many as a page has rows, for no list of ids is of more use. */
const LIST = 100;

/** What a scalar of the schema is on the wire. Ids that come in are UUIDs; all lengths end where those of the services do. */
const SCALARS: Readonly<Record<string, z.ZodType | undefined>> = {
  ID: z.uuid(),
  DateTime: instant,
  BigCount: z.string().regex(/^\d{1,20}$/),
  String: z.string().min(1).max(10_000),
  Int: z.int32(),
  Float: z.number(),
  Boolean: z.boolean(),
};

/** What an argument takes, as one schema that checks requests and is printed into the OpenAPI document. Null stands for nothing left out: it is refused. */
export function valueSchema(type: GraphQLInputType, name: string): z.ZodType {
  if (isNonNullType(type)) return valueSchema(type.ofType, name);
  if (isListType(type)) return z.array(valueSchema(type.ofType, name)).min(1).max(LIST);
  if (isEnumType(type)) return z.enum(type.getValues().map((value) => value.name));
  if (isInputObjectType(type)) throw wrong(`${name} is an object; name its members as variables`);
  // The size of a page has its limits in the contracts, where the services enforce them.
  if (name === 'first') return pageInput.first.unwrap();
  if (name === 'after') return pageInput.after.unwrap().min(1);
  const scalar = SCALARS[type.name];
  if (scalar === undefined) throw wrong(`nothing is known of the scalar ${type.name}`);
  return scalar;
}

/** A text of a path or a query as the value that the argument's type means; a text that means none is left for the schema to refuse. */
export function fromText(type: GraphQLInputType, text: string): unknown {
  if (isNonNullType(type) || isListType(type)) return fromText(type.ofType, text);
  if (isEnumType(type) || isInputObjectType(type)) return text;
  if (type.name === 'Boolean') return text === 'true' ? true : text === 'false' ? false : text;
  const isNumber = type.name === 'Int' ? /^-?\d{1,10}$/.test(text) : type.name === 'Float' && /^-?\d{1,15}(\.\d{1,15})?$/.test(text);
  return isNumber ? Number(text) : text;
}
