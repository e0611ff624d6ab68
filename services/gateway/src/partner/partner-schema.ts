import { PreconditionFailed } from '@yagura/kernel';
import {
  GraphQLList, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, isListType, isNonNullType, isObjectType, isLeafType, specifiedDirectives,
  type GraphQLFieldConfig, type GraphQLOutputType,
} from 'graphql';

/** The directive of the SDL that opens a field to partner clients. */
const MARK = 'partner';

type Field = GraphQLFieldConfig<unknown, unknown>;
const unfit = (message: string): PreconditionFailed => new PreconditionFailed(message, { slug: 'partner_schema.unfit' });
const isMarked = (field: Field): boolean => field.astNode?.directives?.some(({ name }) => name.value === MARK) === true;

/**
 * The part of a schema that is marked `@partner`, as a schema of its own with the same resolvers. Fields without the mark do not exist in
 * it, nor types that no marked field leads to. Scalars, enums and inputs come along with the fields that need them, whole. Throws
 * PreconditionFailed for a marked field that leads to a type with nothing marked in it: that is a forgotten mark.
 */
export function partnerSchemaOf(full: GraphQLSchema): GraphQLSchema {
  const made = new Map<string, GraphQLObjectType>();

  function reduced(type: GraphQLObjectType): GraphQLObjectType {
    const known = made.get(type.name);
    if (known !== undefined) return known;
    const config = type.toConfig();
    const marked = Object.entries(config.fields).filter(([, field]) => isMarked(field));
    if (marked.length === 0) throw unfit(`No field of ${type.name} is marked @partner, but a marked field leads to it.`);
    const own = new GraphQLObjectType({
      ...config, interfaces: [], astNode: undefined, extensionASTNodes: [],
      fields: () => Object.fromEntries(marked.map(([name, field]) => [name, { ...field, type: output(field.type), astNode: undefined }])),
    });
    made.set(type.name, own);
    return own;
  }

  function output(type: GraphQLOutputType): GraphQLOutputType {
    if (isNonNullType(type)) return new GraphQLNonNull(nullable(type.ofType));
    return nullable(type);
  }

  function nullable(type: GraphQLOutputType): GraphQLObjectType | GraphQLList<GraphQLOutputType> | Extract<GraphQLOutputType, { serialize: unknown }> {
    if (isListType(type)) return new GraphQLList(output(type.ofType));
    if (isObjectType(type)) return reduced(type);
    if (isLeafType(type)) return type;
    throw unfit(`${String(type)} is an interface or a union; the partner schema has none.`);
  }

  const root = (type: GraphQLObjectType | null | undefined): GraphQLObjectType | undefined =>
    (type != null && Object.values(type.toConfig().fields).some(isMarked) ? reduced(type) : undefined);
  return new GraphQLSchema({
    query: root(full.getQueryType()), mutation: root(full.getMutationType()), directives: specifiedDirectives,
    description: 'What partner clients may ask, within the tenants and permissions that they were granted.',
  });
}
