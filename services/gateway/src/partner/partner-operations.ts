import { parse, validate, type GraphQLField, type GraphQLSchema } from 'graphql';

/** One field of a root of the partner schema: what a partner client can ask for by name. */
export interface PartnerOperation {
  readonly kind: 'query' | 'mutation';
  readonly name: string;
  readonly field: GraphQLField<unknown, unknown>;
}

/** Every operation of a schema that `partnerSchemaOf` made, queries first, by name. */
export function partnerOperations(schema: GraphQLSchema): readonly PartnerOperation[] {
  const roots = [['query', schema.getQueryType()], ['mutation', schema.getMutationType()]] as const;
  return roots.flatMap(([kind, root]) => Object.values(root?.getFields() ?? {}).map((field) => ({ kind, name: field.name, field }))
    .sort((a, b) => (a.name < b.name ? -1 : 1)));
}

/** True for a document that a partner client may send, by what it asks for: it is whole within the partner schema. */
export const isForPartners = (schema: GraphQLSchema, document: string): boolean => validate(schema, parse(document)).length === 0;
