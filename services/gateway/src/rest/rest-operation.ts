import {
  getNamedType, isInputObjectType, isInputType, isNonNullType, Kind, OperationTypeNode, parse, specifiedRules, typeFromAST, TypeInfo, validate, valueFromAST, visit, visitWithTypeInfo,
  type GraphQLInputType, type GraphQLSchema,
} from 'graphql';
import type { z } from 'zod';
import { documentLimitsRule } from '../request/document-limits';
import { wrong, type RestDocument, type RestPlace } from './rest-document';
import { fieldsIn, objectOf, type Selected } from './selection';
import { valueSchema } from './value-schema';

/** One variable of a document, as a request gives it. */
export interface RestParameter {
  readonly name: string;
  readonly place: 'path' | 'query' | 'body';
  readonly required: boolean;
  readonly type: GraphQLInputType;
  readonly schema: z.ZodType;
  /** What holds when it is left out, by the document or by the schema. */
  readonly fallback?: unknown;
  readonly description?: string;
}

/** How an answer's data become a body: a page of a connection, a list, one object, or bytes. */
export type AnswerForm = 'page' | 'list' | 'one' | 'file';

/** What arguments of these names mean wherever they stand; the schema does not repeat it. */
const EVERYWHERE: Readonly<Record<string, string | undefined>> = {
  first: 'Rows of a page.', after: 'Where the page before ended: its `nextCursor`.', id: 'Its id.', tenantId: 'Only what belongs to this tenant.',
};

/** One operation of the partner surface, derived from its document and the schema. */
export interface RestOperation {
  readonly name: string;
  readonly place: RestPlace;
  readonly text: string;
  readonly document: RestDocument;
  readonly description: string;
  readonly parameters: readonly RestParameter[];
  /** Names in the data on the way to what is answered. */
  readonly wrappers: readonly string[];
  readonly form: AnswerForm;
  readonly answer: Selected;
}

export function restOperation(schema: GraphQLSchema, document: RestDocument): RestOperation {
  const faults = validate(schema, parse(document.text), [...specifiedRules, documentLimitsRule]);
  if (faults.length > 0) throw wrong(`${document.name}: ${faults.map(({ message }) => message).join('; ')}`);
  const isQuery = document.operation.operation === OperationTypeNode.QUERY;
  if (isQuery !== (document.place.method === 'GET')) throw wrong(`${document.name}: a query is a GET, a mutation a POST`);
  const { root, wrappers, answer } = unwrapped(schema, document);
  return {
    name: document.name, place: document.place, text: document.text, document, description: root.description ?? '',
    parameters: parametersOf(schema, document), wrappers, form: formOf(document, answer), answer,
  };
}

/** Goes down through objects of which a single object is selected. */
function unwrapped(schema: GraphQLSchema, { name, operation, fragments }: RestDocument): { root: Selected; wrappers: string[]; answer: Selected } {
  const rootType = schema.getRootType(operation.operation);
  const [root, ...others] = rootType ? fieldsIn(rootType, operation.selectionSet, fragments) : [];
  if (root === undefined || others.length > 0) throw wrong(`${name}: one field is asked for at the root`);
  const wrappers = [root.key];
  let answer = root;
  for (;;) {
    const type = objectOf(answer.type);
    const [only, ...more] = type !== undefined && answer.selection !== undefined ? fieldsIn(type, answer.selection, fragments) : [];
    if (only?.selection === undefined || more.length > 0) return { root, wrappers, answer };
    wrappers.push(only.key);
    answer = only;
  }
}

function formOf({ name, place, fragments }: RestDocument, answer: Selected): AnswerForm {
  const type = objectOf(answer.type);
  if (type === undefined) return 'list';
  const keys = answer.selection === undefined ? [] : fieldsIn(type, answer.selection, fragments).map(({ key }) => key);
  if (place.file !== undefined) {
    if (!['contentType', 'content', 'sha256'].every((key) => keys.includes(key))) throw wrong(`${name}: a file is contentType, content and sha256`);
    return 'file';
  }
  return keys.includes('nodes') && keys.includes('pageInfo') ? 'page' : 'one';
}

function parametersOf(schema: GraphQLSchema, { name, place, operation, text }: RestDocument): RestParameter[] {
  const used = usesOf(schema, text);
  const inPath = [...place.path.matchAll(/\{(\w+)\}/g)].map(([, variable]) => variable);
  const parameters = (operation.variableDefinitions ?? []).map(({ variable, type: node, defaultValue }): RestParameter => {
    const key = variable.name.value;
    const type = typeFromAST(schema, node);
    if (!isInputType(type)) throw wrong(`${name}: ${key} is of no input type`);
    const fallback = defaultValue === undefined ? used.get(key)?.fallback : valueFromAST(defaultValue, type);
    return {
      name: key, place: inPath.includes(key) ? 'path' : place.method === 'GET' ? 'query' : 'body', required: isNonNullType(type) && defaultValue === undefined,
      type, schema: valueSchema(type, key), description: used.get(key)?.description ?? EVERYWHERE[key], ...(fallback === undefined || fallback === null ? {} : { fallback }),
    };
  });
  const missing = inPath.filter((key) => !parameters.some((parameter) => parameter.name === key && parameter.required));
  if (missing.length > 0) throw wrong(`${name}: ${missing.join(', ')} of the path is no variable that must be given`);
  return parameters;
}

interface Use { readonly description?: string; readonly fallback?: unknown }

/** What the schema says of the argument or the member that each variable fills. */
function usesOf(schema: GraphQLSchema, text: string): Map<string, Use> {
  const uses = new Map<string, Use>();
  const types = new TypeInfo(schema);
  visit(parse(text), visitWithTypeInfo(types, {
    Argument({ value }) {
      const argument = types.getArgument();
      if (value.kind === Kind.VARIABLE) uses.set(value.name.value, { description: argument?.description ?? undefined, fallback: argument?.defaultValue });
    },
    ObjectField({ name, value }) {
      const parent = getNamedType(types.getParentInputType());
      const member = isInputObjectType(parent) ? parent.getFields()[name.value] : undefined;
      if (value.kind === Kind.VARIABLE) uses.set(value.name.value, { description: member?.description ?? undefined, fallback: member?.defaultValue });
    },
  }));
  return uses;
}
