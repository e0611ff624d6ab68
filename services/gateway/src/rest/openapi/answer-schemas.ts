import {
  isEnumType, isListType, isNonNullType, isObjectType, type FragmentDefinitionNode, type GraphQLEnumType, type GraphQLObjectType, type GraphQLOutputType, type SelectionSetNode,
} from 'graphql';
import { wrong } from '../rest-document';
import { fieldsIn, fragmentName } from '../selection';

/** A JSON Schema (draft 2020-12) as OpenAPI 3.1 takes it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const SCALARS: Readonly<Record<string, JsonSchema | undefined>> = {
  ID: { type: 'string' }, String: { type: 'string' }, Int: { type: 'integer', format: 'int32' }, Float: { type: 'number' }, Boolean: { type: 'boolean' },
  DateTime: { type: 'string', format: 'date-time' },
  BigCount: { type: 'string', pattern: '^-?[0-9]+$', description: 'A whole number of any size as decimal text.' },
};

/** Schemas of answers, made of selections: fragments and enums become named ones, gathered in `named`. */
export class AnswerSchemas {
  readonly named = new Map<string, JsonSchema>();

  constructor(private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>) {}

  of(type: GraphQLOutputType, selection?: SelectionSetNode): JsonSchema {
    return isNonNullType(type) ? this.present(type.ofType, selection) : orNull(this.present(type, selection));
  }

  private present(type: GraphQLOutputType, selection?: SelectionSetNode): JsonSchema {
    if (isNonNullType(type)) return this.present(type.ofType, selection);
    if (isListType(type)) return { type: 'array', items: this.of(type.ofType, selection) };
    if (isEnumType(type)) return this.enumOf(type);
    if (isObjectType(type) && selection !== undefined) return this.objectOf(type, selection);
    const scalar = 'name' in type ? SCALARS[type.name] : undefined;
    if (scalar === undefined) throw wrong(`nothing is known of the type ${String(type)}`);
    return scalar;
  }

  private objectOf(type: GraphQLObjectType, selection: SelectionSetNode): JsonSchema {
    const name = fragmentName(selection);
    if (name === undefined) return this.membersOf(type, selection);
    if (!this.named.has(name)) this.named.set(name, { ...described(type.description), ...this.membersOf(type, selection) });
    return { $ref: `#/components/schemas/${name}` };
  }

  private membersOf(type: GraphQLObjectType, selection: SelectionSetNode): JsonSchema {
    const fields = fieldsIn(type, selection, this.fragments);
    const properties = Object.fromEntries(fields.map(({ key, type: of, description, selection: inner }) => [key, { ...this.of(of, inner), ...described(description) }]));
    return { type: 'object', required: fields.map(({ key }) => key), properties };
  }

  private enumOf(type: GraphQLEnumType): JsonSchema {
    this.named.set(type.name, enumSchema(type));
    return { $ref: `#/components/schemas/${type.name}` };
  }
}

/** An enum with what its values mean, which JSON Schema has no place for. */
export function enumSchema(type: GraphQLEnumType): JsonSchema {
  const meanings = type.getValues().flatMap(({ name, description }) => (description ? [`- ${name}: ${description}`] : []));
  return { type: 'string', enum: type.getValues().map(({ name }) => name), ...described([type.description ?? '', ...meanings].join('\n').trim()) };
}

export const described = (description?: string | null): JsonSchema => (description ? { description } : {});

function orNull(schema: JsonSchema): JsonSchema {
  if ('$ref' in schema) return { anyOf: [schema, { type: 'null' }] };
  return { ...schema, type: [schema['type'], 'null'] };
}
