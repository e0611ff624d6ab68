import { InvalidInput } from '@yagura/kernel';
import { LAKE_TABLES, type LakeTable, type LakeType } from '../schema';

/** A column of the whitelist: `name` is our own text from the schema, never the caller's. */
export interface KnownColumn {
  readonly name: string;
  readonly type: LakeType;
}

/** The column a caller means, or InvalidInput; looking it up is what keeps a caller's text out of the query. */
export function knownColumn(table: LakeTable, asked: string): KnownColumn {
  for (const [name, type] of Object.entries<LakeType>(LAKE_TABLES[table])) if (name === asked) return { name, type };
  throw new InvalidInput('The query names a column that the lake does not have.', { slug: 'lake.query_invalid', path: 'column' });
}

export const isTextType = (type: LakeType): boolean => type === 'String' || type === 'LowCardinality(String)';
export const isTimeType = (type: LakeType): boolean => type === "DateTime64(3, 'UTC')";
export const isNumberType = (type: LakeType): boolean => type === 'UInt8' || type === 'UInt16' || type === 'UInt32';
