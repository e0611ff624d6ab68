/** An object as `JSON.parse` made it: own keys only, whatever their names. */
export type JsonObject = { readonly [key: string]: unknown };

const OBJECT_PROTOTYPE: unknown = Object.prototype;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * An own member, or undefined. What `Object.prototype` lends to every object is never mistaken for data: parsed JSON holds neither
 * functions nor the prototype itself, so both mean "inherited" (`constructor`, `__proto__`), and no lookup of own keys is paid for.
 */
export function member(object: JsonObject, key: string): unknown {
  const value = object[key];
  return typeof value === 'function' || value === OBJECT_PROTOTYPE ? undefined : value;
}

/** A member as text: strings as they are, numbers and booleans in decimal or word form, '' for anything else. */
export function memberText(object: JsonObject | undefined, key: string): string {
  return object === undefined ? '' : asText(member(object, key));
}

/** The text of a scalar; '' for null, absent, objects and arrays. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** A member that is an object, or undefined. */
export function memberObject(object: JsonObject | undefined, key: string): JsonObject | undefined {
  const value = object === undefined ? undefined : member(object, key);
  return isObject(value) ? value : undefined;
}

const NO_PATH: readonly string[] = [];
const paths = new Map<string, readonly string[]>();

/** The steps of a dotted name, empty for a name without dots. Rules name few fields, so splitting is done once per name. */
export function pathOf(field: string): readonly string[] {
  const known = paths.get(field);
  if (known !== undefined) return known;
  const path = field.includes('.') ? field.split('.') : NO_PATH;
  if (paths.size > 20_000) paths.clear();
  paths.set(field, path);
  return path;
}

/** Follows a path; an array on the way yields the array of what each of its elements holds there, undefined when none does. */
export function valueAt(start: unknown, path: readonly string[], from = 0): unknown {
  let value = start;
  for (let step = from; step < path.length; step += 1) {
    if (Array.isArray(value)) return collect(value, path, step);
    if (!isObject(value)) return undefined;
    const direct = member(value, path[step]);
    if (direct === undefined) return step < path.length - 1 ? member(value, path.slice(step).join('.')) : undefined;
    value = direct;
  }
  return value;
}

/** The text at a dotted path, '' when there is no scalar; the first element speaks for an array. */
export function textAt(object: JsonObject, path: readonly string[]): string {
  const value = valueAt(object, path);
  return asText(Array.isArray(value) ? value[0] : value);
}

function collect(elements: readonly unknown[], path: readonly string[], step: number): unknown {
  const found = elements.map((element) => valueAt(element, path, step)).filter((value) => value !== undefined).flat();
  return found.length === 0 ? undefined : found;
}

/** Every string, number and boolean inside a value as text, keys left out; iterative, so depth costs no stack. */
export function* scalarTexts(root: unknown): Generator<string> {
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === 'object' && value !== null) for (const inner of Object.values(value).reverse()) waiting.push(inner);
    else if (value !== null && value !== undefined) yield asText(value);
  }
}
