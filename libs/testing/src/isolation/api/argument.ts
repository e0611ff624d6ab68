import { getNamedType, getNullableType, isEnumType, isInputObjectType, isListType, isNonNullType, type GraphQLArgument, type GraphQLInputField, type GraphQLInputType } from 'graphql';
import type { ApiOperation } from './api-schema';

/** One value that a caller can set: an argument or a field of an input, as `Query.case.id` or `TakeCaseInput.caseId`. */
export interface Setting {
  readonly coordinate: string;
  /** The name of the operation's argument that it stands in. */
  readonly argument: string;
  readonly isRequired: boolean;
  readonly isList: boolean;
  readonly typeName: string;
  readonly choices?: readonly string[];
}

/** Chooses a value; `LEFT_OUT` leaves an optional one away. */
export type Choose = (setting: Setting) => unknown;
export const LEFT_OUT = Symbol('left out');

/** All settings of an operation, inputs unfolded. */
export function settingsOf(operation: ApiOperation): Setting[] {
  return operation.field.args.flatMap((argument) => below(argument, `${operation.coordinate}.${argument.name}`, argument.name));
}

function below(given: GraphQLArgument | GraphQLInputField, coordinate: string, argument: string): Setting[] {
  const named = getNamedType(given.type);
  if (isInputObjectType(named)) return Object.values(named.getFields()).flatMap((field) => below(field, `${named.name}.${field.name}`, argument));
  return [settingOf(given, coordinate, argument)];
}

function settingOf(given: GraphQLArgument | GraphQLInputField, coordinate: string, argument: string): Setting {
  const named = getNamedType(given.type);
  return {
    coordinate, argument, isRequired: isNonNullType(given.type) && given.defaultValue === undefined, isList: isListType(getNullableType(given.type)), typeName: named.name,
    ...(isEnumType(named) ? { choices: named.getValues().map(({ name }) => name) } : {}),
  };
}

/** Variables of an operation with every value chosen by `choose`. */
export function variablesOf(operation: ApiOperation, choose: Choose): Record<string, unknown> {
  return pairs(operation.field.args.map((argument) => [argument.name, valueOf(argument, `${operation.coordinate}.${argument.name}`, argument.name, choose)]));
}

function valueOf(given: GraphQLArgument | GraphQLInputField, coordinate: string, argument: string, choose: Choose): unknown {
  const named = getNamedType(given.type);
  if (!isInputObjectType(named)) return listed(given.type, choose(settingOf(given, coordinate, argument)));
  const value = pairs(Object.values(named.getFields()).map((field) => [field.name, valueOf(field, `${named.name}.${field.name}`, argument, choose)]));
  return listed(given.type, Object.keys(value).length === 0 ? LEFT_OUT : value);
}

const listed = (type: GraphQLInputType, value: unknown): unknown => (value !== LEFT_OUT && isListType(getNullableType(type)) && !Array.isArray(value) ? [value] : value);

const pairs = (entries: readonly (readonly [string, unknown])[]): Record<string, unknown> => Object.fromEntries(entries.filter(([, value]) => value !== LEFT_OUT));
