import { getNamedType, isEnumType, type GraphQLEnumType } from 'graphql';
import { z } from 'zod';
import type { RestParameter } from '../rest-operation';
import { described, enumSchema, type JsonSchema } from './answer-schemas';

/** Gathers named schemas that parameters need. */
export type Naming = (name: string, schema: JsonSchema) => void;

/** The schema that requests are checked with, as JSON Schema. A format says what its long pattern says. */
export function parameterSchema({ type, schema, fallback }: RestParameter, name: Naming): JsonSchema {
  const printed = z.toJSONSchema(schema, { io: 'input', override: ({ jsonSchema }) => { if (jsonSchema.format !== undefined) delete jsonSchema.pattern; } });
  const { $schema: _, ...rest } = printed;
  const named = getNamedType(type);
  const plain: JsonSchema = isEnumType(named) ? withReference(rest, named, name) : rest;
  return fallback === undefined ? plain : { ...plain, default: fallback };
}

function withReference(schema: JsonSchema, type: GraphQLEnumType, name: Naming): JsonSchema {
  name(type.name, enumSchema(type));
  const reference = { $ref: `#/components/schemas/${type.name}` };
  return schema['type'] === 'array' ? { ...schema, items: reference } : reference;
}

/** A parameter of the path or the query. Lists repeat the parameter. */
export const parameterObject = (parameter: RestParameter, name: Naming): JsonSchema => ({
  name: parameter.name, in: parameter.place, required: parameter.required, ...described(parameter.description), schema: parameterSchema(parameter, name),
});

/** The body of a POST: its members are the variables that are not in the path. */
export function bodyObject(parameters: readonly RestParameter[], name: Naming): JsonSchema {
  const schema = {
    type: 'object', additionalProperties: false, required: parameters.filter(({ required }) => required).map((parameter) => parameter.name),
    properties: Object.fromEntries(parameters.map((parameter) => [parameter.name, { ...parameterSchema(parameter, name), ...described(parameter.description) }])),
  };
  return { required: true, content: { 'application/json': { schema } } };
}
