import { emptyHotColumns, type HotColumns, SEVERITY } from '@yagura/ocsf';
import { eventTime, type TimeContext, timeOf } from './event-time';
import { asText, isObject, type JsonObject, valueAt } from './json-value';
import type { RecordKind } from './log-source';
import { type Aliases, JsonView } from './record-view';
import type { Reading } from './telemetry-record';
import { address, portOf } from './windows-columns';

/** Where a column's value may stand, by dotted path, best first. */
export type ColumnPaths = { readonly [column in keyof HotColumns]?: readonly string[] };

/** A mapping of one JSON source as data: how to know it, how to file it, where its time and columns are. */
export interface JsonPack {
  readonly name: string;
  matches(root: JsonObject): boolean;
  kindOf(root: JsonObject): RecordKind;
  readonly timePaths: readonly string[];
  readonly columns: ColumnPaths;
  /** Sigma names that this source spells otherwise. */
  readonly aliases?: Aliases;
  severityOf?(root: JsonObject): number;
}

interface Compiled { readonly column: keyof HotColumns; readonly paths: readonly (readonly string[])[] }

/** Reads `data`, which is the parsed event or the part of it that is the record; undefined when no pack matches. */
export type JsonPackReader = (raw: string, root: JsonObject, data: JsonObject, context: TimeContext) => Reading | undefined;

/** A reader that applies the first matching pack of a list. */
export function jsonPackReader(packs: readonly JsonPack[]): JsonPackReader {
  const columnsOf = new Map(packs.map((pack) => [pack, compile(pack.columns)]));
  return (raw, root, data, context) => {
    const pack = packs.find((candidate) => candidate.matches(data));
    return pack === undefined ? undefined : readWith(pack, columnsOf.get(pack) ?? [], new JsonView(raw, root, data, pack.aliases), context);
  };
}

function readWith(pack: JsonPack, columns: readonly Compiled[], view: JsonView, context: TimeContext): Reading {
  const root = view.data;
  const written = firstValue(root, pack.timePaths.map((path) => path.split('.')));
  const time = timeOf(written);
  return {
    kind: pack.kindOf(root),
    view,
    time: eventTime(time, time === undefined && asText(written) !== '', context),
    severityId: pack.severityOf?.(root) ?? SEVERITY.informational,
    hot: fill(columns, root),
  };
}

function fill(columns: readonly Compiled[], root: JsonObject): HotColumns {
  const hot = emptyHotColumns();
  for (const { column, paths } of columns) {
    const value = firstValue(root, paths);
    const text = asText(Array.isArray(value) ? value[0] : value);
    if (column === 'dst_port') hot.dst_port = portOf(text);
    else if (column === 'src_ip' || column === 'dst_ip') hot[column] = address(text);
    else hot[column] = column === 'sha256' ? text.toLowerCase() : text;
  }
  return hot;
}

function firstValue(root: JsonObject, paths: readonly (readonly string[])[]): unknown {
  for (const path of paths) {
    const value = literalOrNested(root, path);
    if (value !== undefined && value !== null && value !== '' && !isObject(value)) return value;
  }
  return undefined;
}

function literalOrNested(root: JsonObject, path: readonly string[]): unknown {
  const nested = valueAt(root, path);
  return nested === undefined && path.length > 1 ? valueAt(root, [path.join('.')]) : nested;
}

function compile(columns: ColumnPaths): Compiled[] {
  const names = Object.keys(columns) as (keyof HotColumns)[];
  return names.map((column) => ({ column, paths: (columns[column] ?? []).map((path) => path.split('.')) }));
}
