import { asText, isObject, type JsonObject, member, pathOf, scalarTexts, valueAt } from './json-value';
import { isInexact, numberText, pathTo } from './number-text';

/** What rules may ask of a record, whatever its source wrote. */
export interface RecordView {
  /** The value under a native Sigma name: undefined when absent, null when the source wrote null. */
  get(field: string): unknown;
  /** Text to search for keywords; absent for JSON, where keys and escapes are no content and `values` is searched. */
  readonly message?: string;
  values(): Iterable<string>;
}

/** A Sigma name that the source spells otherwise, or that is computed from other fields. */
export type Alias = string | ((view: JsonView) => unknown);
export type Aliases = ReadonlyMap<string, Alias>;

const NO_ALIASES: Aliases = new Map();

/**
 * View of a parsed JSON object. A name is looked up as a literal key of the event data, then of the whole object, then as an alias,
 * then as a dotted path. Numbers that a double cannot hold come back as their source text.
 */
export class JsonView implements RecordView {
  constructor(
    readonly raw: string, readonly root: JsonObject, readonly data: JsonObject = root, private readonly aliases: Aliases = NO_ALIASES,
  ) {}

  get(field: string): unknown {
    let value = member(this.data, field);
    if (value === undefined && this.data !== this.root) value = member(this.root, field);
    if (value === undefined) value = this.derived(field);
    return typeof value === 'number' && isInexact(value) ? this.exact(field) ?? value : value;
  }

  /** A field as text for columns, '' when it is no scalar. */
  text(field: string): string {
    return asText(this.get(field));
  }

  values(): Iterable<string> {
    return scalarTexts(this.root);
  }

  private derived(field: string): unknown {
    const alias = this.aliases.get(field);
    if (alias !== undefined) return typeof alias === 'string' ? this.aliased(alias) : alias(this);
    const path = pathOf(field);
    if (path.length === 0) return undefined;
    const inData = valueAt(this.data, path);
    return inData === undefined && this.data !== this.root ? valueAt(this.root, path) : inData;
  }

  private aliased(name: string): unknown {
    const value = member(this.data, name) ?? member(this.root, name);
    return value === undefined ? valueAt(this.root, pathOf(name)) : value;
  }

  private exact(field: string): string | undefined {
    const alias = this.aliases.get(field);
    const name = typeof alias === 'string' && member(this.data, field) === undefined && member(this.root, field) === undefined ? alias : field;
    const holder = member(this.data, name) === undefined ? this.root : this.data;
    const prefix = pathTo(this.root, holder);
    if (prefix === undefined) return undefined;
    const steps = isObject(holder) && member(holder, name) !== undefined ? [name] : pathOf(name);
    return numberText(this.raw, [...prefix, ...steps]);
  }
}

/** An alias that takes the first of several names that the record holds. */
export function firstOf(...names: readonly string[]): (view: JsonView) => unknown {
  return (view) => {
    for (const name of names) {
      const value = view.get(name);
      if (value !== undefined) return value;
    }
    return undefined;
  };
}

/** View of a text line whose fields a parser has read; a name is looked up as written. */
export class TextView implements RecordView {
  constructor(readonly message: string, readonly fields: ReadonlyMap<string, string | number>) {}

  get(field: string): unknown {
    return this.fields.get(field);
  }

  text(field: string): string {
    return asText(this.fields.get(field));
  }

  *values(): Generator<string> {
    for (const value of this.fields.values()) yield asText(value);
  }
}
