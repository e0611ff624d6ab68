import { SettingsMap } from '@clickhouse/client';
import { InvalidInput, isUuid, PreconditionFailed, unreachable, type TenantContext } from '@yagura/kernel';
import type { LakeTable, LakeType } from '../schema';
import { Bindings } from './bindings';
import { isNumberType, isTimeType, knownColumn } from './columns';
import { ConditionEmitter } from './emit-condition';
import type { Bucket, LakeQuery, Measure } from './lake-query';
import { DEFAULT_LIMITS, limitSettings, type LakeLimits } from './limits';

/** A column of the answer: the caller's name stays here, and the text knows it only by its position. */
export interface OutputColumn {
  readonly name: string;
  readonly reads: 'text' | 'number' | 'address';
}

/** One query ready for the lake. The text has no value and no word of the caller in it. */
export interface EmittedQuery {
  readonly query: string;
  readonly params: Bindings['params'];
  readonly settings: Readonly<Record<string, string | number | SettingsMap>>;
  readonly output: readonly OutputColumn[];
}

interface OutputExpression extends OutputColumn { readonly sql: string; readonly grouped: boolean }

const BUCKET_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/**
 * The one place where lake queries become text. The reader's tenants are added twice: as a condition of the query and as the engine's
 * own row filter on the table. Throws InvalidInput for columns outside the schema and PreconditionFailed for an empty scope.
 */
export function emitLakeQuery(ctx: TenantContext, asked: LakeQuery, limits: LakeLimits = DEFAULT_LIMITS): EmittedQuery {
  const bindings = new Bindings();
  const tenants = scopeOf(ctx);
  const scope = `tenant IN ${bindings.many('String', tenants, 'tenant')}`;
  const condition = asked.where ? ` AND (${new ConditionEmitter(asked.from, bindings).emit(asked.where)})` : '';
  const output = outputOf(asked);
  const groups = output.filter((expression) => expression.grouped);
  const query = [
    `SELECT ${output.map((expression) => expression.sql).join(', ')}`,
    `FROM ${asked.from}`,
    `WHERE ${scope}${condition}`,
    ...(isGrouped(asked) && groups.length > 0 ? [`GROUP BY ${groups.map((group) => group.sql).join(', ')}`] : []),
    ...orderOf(asked, output),
    `LIMIT ${asked.limit}`,
  ].join(' ');
  const settings = { ...limitSettings(limits, asked.limit), additional_table_filters: rowFilter(asked.from, tenants), output_format_json_quote_64bit_integers: 0 };
  return { query, params: bindings.params, settings, output: output.map(({ name, reads }) => ({ name, reads })) };
}

function scopeOf(ctx: TenantContext): readonly string[] {
  const tenants = [...new Set<string>(ctx.readScope)].sort();
  if (tenants.length === 0) throw new PreconditionFailed('The reader has no tenant to read.', { slug: 'lake.scope_empty' });
  // The row filter is text of a setting and cannot be bound: nothing but canonical UUIDs may enter it.
  if (!tenants.every(isUuid)) throw new PreconditionFailed('The reader\'s scope is not a list of tenants.', { slug: 'lake.scope_invalid' });
  return tenants;
}

function rowFilter(table: LakeTable, tenants: readonly string[]): SettingsMap {
  return SettingsMap.from({ [table]: `tenant IN (${tenants.map((tenant) => `\\'${tenant}\\'`).join(',')})` });
}

const isGrouped = (asked: LakeQuery): boolean => asked.groupBy !== undefined || asked.measures !== undefined;

function outputOf(asked: LakeQuery): OutputExpression[] {
  if (isGrouped(asked) && asked.select) throw new InvalidInput('A query has either rows or groups.', { slug: 'lake.query_invalid', path: 'select' });
  const columns = isGrouped(asked)
    ? [...(asked.groupBy ?? []).map((group) => (typeof group === 'string' ? plain(asked.from, group) : bucketed(asked.from, group))),
      ...(asked.measures ?? []).map((measure) => measured(asked.from, measure))]
    : (asked.select ?? []).map((name) => plain(asked.from, name));
  if (columns.length === 0) throw new InvalidInput('The query asks for no column.', { slug: 'lake.query_invalid', path: 'select' });
  if (new Set(columns.map((column) => column.name)).size !== columns.length) throw new InvalidInput('Two columns of the answer have one name.', { slug: 'lake.query_invalid', path: 'as' });
  return columns;
}

function plain(table: LakeTable, asked: string): OutputExpression {
  const { name, type } = knownColumn(table, asked);
  return { name, reads: readsOf(type), grouped: true, sql: isTimeType(type) ? `toUnixTimestamp64Milli(${name})` : type === 'IPv6' || type === 'UUID' ? `toString(${name})` : name };
}

function readsOf(type: LakeType): OutputColumn['reads'] {
  if (type === 'IPv6') return 'address';
  return isTimeType(type) || isNumberType(type) ? 'number' : 'text';
}

function bucketed(table: LakeTable, bucket: Bucket): OutputExpression {
  const { name, type } = knownColumn(table, bucket.column);
  if (!isTimeType(type)) throw new InvalidInput('Only a time can be cut into days.', { slug: 'lake.query_invalid', path: name });
  const millis = `toUnixTimestamp64Milli(${name})`;
  return { name: bucket.as, reads: 'number', grouped: true, sql: `${millis} - positiveModulo(${millis}, ${BUCKET_MS[bucket.bucket]})` };
}

function measured(table: LakeTable, measure: Measure): OutputExpression {
  const common = { name: measure.as, grouped: false } as const;
  if (measure.fn === 'count') return { ...common, reads: 'number', sql: 'count()' };
  const column = plain(table, measure.column ?? '');
  switch (measure.fn) {
    case 'uniq': return { ...common, reads: 'number', sql: `uniq(${column.sql})` };
    case 'min': case 'max': return { ...common, reads: column.reads, sql: `${measure.fn}(${column.sql})` };
    case 'sum':
      if (column.reads !== 'number') throw new InvalidInput('Only numbers can be added.', { slug: 'lake.query_invalid', path: column.name });
      return { ...common, reads: 'number', sql: `sum(${column.sql})` };
    default: return unreachable(measure.fn);
  }
}

function orderOf(asked: LakeQuery, output: readonly OutputExpression[]): string[] {
  const order = (asked.orderBy ?? []).map(({ by, descending }) => {
    const sql = output.find((expression) => expression.name === by)?.sql ?? (isGrouped(asked) ? undefined : knownColumn(asked.from, by).name);
    if (sql === undefined) throw new InvalidInput('The query sorts by something that is not in its answer.', { slug: 'lake.query_invalid', path: 'orderBy' });
    return `${sql}${descending ? ' DESC' : ''}`;
  });
  return order.length === 0 ? [] : [`ORDER BY ${order.join(', ')}`];
}
