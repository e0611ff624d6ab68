/** Values of a closed set as the API writes them: in capitals. Made once, because a page has hundreds of them. */
export const enumNames = <Value extends string>(values: readonly Value[]): Readonly<Record<Value, Uppercase<Value>>> =>
  Object.fromEntries(values.map((value) => [value, value.toUpperCase()])) as Record<Value, Uppercase<Value>>;

/** The value that an enum of the API stands for; GraphQL let only members of the enum through. */
export const valueOf = <Name extends string>(name: Name): Lowercase<Name> => name.toLowerCase() as Lowercase<Name>;
