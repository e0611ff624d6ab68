import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildASTSchema, concatAST, isObjectType, parse, extendSchema, buildSchema, type GraphQLArgument, type GraphQLField, type GraphQLObjectType, type GraphQLSchema } from 'graphql';

export type OperationKind = 'query' | 'mutation' | 'subscription';

/** One field of a root type: what a caller can ask for by name. */
export interface ApiOperation {
  readonly kind: OperationKind;
  /** As in the document, such as `takeCase`. */
  readonly name: string;
  /** Type and field, such as `Mutation.takeCase`. */
  readonly coordinate: string;
  readonly field: GraphQLField<unknown, unknown>;
}

/** The schema that partners read, from every `.graphql` file below a folder; `extend type` in any of them. */
export function apiSchema(folder: string): GraphQLSchema {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.graphql')).sort();
  const whole = concatAST(files.map((file) => parse(readFileSync(join(folder, file), 'utf8'))));
  const isExtension = (kind: string): boolean => kind.endsWith('Extension');
  const roots = { ...whole, definitions: whole.definitions.filter(({ kind }) => !isExtension(kind)) };
  const extensions = { ...whole, definitions: whole.definitions.filter(({ kind }) => isExtension(kind)) };
  return extendSchema(roots.definitions.length === 0 ? buildSchema('type Query { none: Int }') : buildASTSchema(roots), extensions);
}

/** Every operation of the schema, by kind and name. */
export function operationsOf(schema: GraphQLSchema): ApiOperation[] {
  const roots: [OperationKind, GraphQLObjectType | null | undefined][] = [
    ['query', schema.getQueryType()], ['mutation', schema.getMutationType()], ['subscription', schema.getSubscriptionType()],
  ];
  return roots.flatMap(([kind, root]) => Object.values(root?.getFields() ?? {}).map((field) => ({ kind, name: field.name, coordinate: `${root?.name ?? ''}.${field.name}`, field })));
}

/** Every field of every object type that is no root, as `Type.field`. */
export function fieldsOf(schema: GraphQLSchema): string[] {
  const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
  return Object.values(schema.getTypeMap())
    .filter((type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__') && !roots.has(type))
    .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`));
}

/** Arguments of fields below the root, as `Type.field.argument`: they have no place in an operation's own list. */
export function nestedArgumentsOf(schema: GraphQLSchema): { readonly coordinate: string; readonly argument: GraphQLArgument }[] {
  const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
  return Object.values(schema.getTypeMap())
    .filter((type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__') && !roots.has(type))
    .flatMap((type) => Object.values(type.getFields()).flatMap((field) => field.args.map((argument) => ({ coordinate: `${type.name}.${field.name}.${argument.name}`, argument }))));
}
