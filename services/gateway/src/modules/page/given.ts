type Given<Value> = Value extends null ? never
  : Value extends readonly (infer Item)[] ? Given<Item>[]
  : Value extends object ? { [Name in keyof Value as null extends Value[Name] ? never : Name]: Given<Value[Name]> } & { [Name in keyof Value as null extends Value[Name] ? Name : never]?: Given<NonNullable<Value[Name]>> }
  : Value;

/** An input without its nulls: in GraphQL a client may write null for what it leaves out; to our contracts it is simply absent. */
export const given = <Value>(value: Value): Given<Value> => strip(value) as Given<Value>;

function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strip);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null && member !== undefined).map(([name, member]) => [name, strip(member)]));
}
