import { isListType, isNonNullType, isObjectType, Kind, type FieldNode, type FragmentDefinitionNode, type GraphQLObjectType, type GraphQLOutputType, type SelectionSetNode } from 'graphql';
import { wrong } from './rest-document';

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** One selected field: its name in the answer, its type, and what is selected of it. */
export interface Selected {
  readonly key: string;
  readonly field: string;
  readonly type: GraphQLOutputType;
  readonly description?: string | null;
  readonly selection?: SelectionSetNode;
}

/** The fields that a selection asks of an object, with fragments unfolded. */
export const fieldsIn = (parent: GraphQLObjectType, selection: SelectionSetNode, fragments: Fragments): Selected[] => selection.selections.flatMap((one) => {
  if (one.kind === Kind.FIELD) return [selected(parent, one)];
  const set = one.kind === Kind.FRAGMENT_SPREAD ? fragments.get(one.name.value)?.selectionSet : one.selectionSet;
  return set === undefined ? [] : fieldsIn(parent, set, fragments);
});

function selected(parent: GraphQLObjectType, { name, alias, selectionSet }: FieldNode): Selected {
  const field = parent.getFields()[name.value];
  if (field === undefined) throw wrong(`${parent.name} has no field ${name.value}`);
  return { key: alias?.value ?? name.value, field: name.value, type: field.type, description: field.description, selection: selectionSet };
}

/** The name of a selection that is nothing but one fragment; it is the name of its schema. */
export function fragmentName({ selections }: SelectionSetNode): string | undefined {
  const [only, ...others] = selections;
  return only.kind === Kind.FRAGMENT_SPREAD && others.length === 0 ? only.name.value : undefined;
}

export const nullable = (type: GraphQLOutputType): GraphQLOutputType => (isNonNullType(type) ? type.ofType : type);

/** The object behind a type that may not be null; undefined for lists and values. */
export function objectOf(type: GraphQLOutputType): GraphQLObjectType | undefined {
  const inner = nullable(type);
  return isListType(inner) || !isObjectType(inner) ? undefined : inner;
}
