import { InvalidInput, isUuid } from '@yagura/kernel';
import { ipv6Bytes } from '../ip-bytes';
import type { LakeType } from '../schema';

/** Values of one query, each known to the text only by a name that we count up (`p0`, `p1`, …). */
export class Bindings {
  readonly params: Record<string, string | number | readonly (string | number)[]> = {};
  private count = 0;

  /** The placeholder of one value of a column's type. */
  one(type: LakeType, value: string | number, path: string): string {
    return this.add(engineType(type), bound(type, value, path));
  }

  /** The placeholder of a list of values of a column's type. */
  many(type: LakeType, values: readonly (string | number)[], path: string): string {
    return this.add(`Array(${engineType(type)})`, values.map((value) => bound(type, value, path)));
  }

  private add(type: string, value: string | number | readonly (string | number)[]): string {
    const name = `p${this.count}`;
    this.count += 1;
    this.params[name] = value;
    return `{${name}:${type}}`;
  }
}

const engineType = (type: LakeType): string => (type === 'LowCardinality(String)' ? 'String' : type);

/** Last representable millisecond of DateTime64(3) and its first (ClickHouse: 1900-01-01 to 2299-12-31). */
const FIRST_MS = -2_208_988_800_000;
const LAST_MS = 10_413_791_999_999;
const LARGEST = { UInt8: 0xff, UInt16: 0xffff, UInt32: 0xffff_ffff } as const;

function bound(type: LakeType, value: string | number, path: string): string | number {
  switch (type) {
    case 'String': case 'LowCardinality(String)':
      if (typeof value === 'string') return value;
      break;
    case 'UInt8': case 'UInt16': case 'UInt32':
      if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LARGEST[type]) return value;
      break;
    case "DateTime64(3, 'UTC')":
      if (typeof value === 'number' && value >= FIRST_MS && value <= LAST_MS) return new Date(value).toISOString().slice(0, 23).replace('T', ' ');
      break;
    case 'UUID':
      if (typeof value === 'string' && isUuid(value)) return value;
      break;
    case 'IPv6': {
      const bytes = typeof value === 'string' ? ipv6Bytes(value) : undefined;
      if (bytes) return addressText(bytes);
      break;
    }
  }
  throw new InvalidInput('A value of the query does not fit its column.', { slug: 'lake.query_invalid', path });
}

function addressText(bytes: Uint8Array): string {
  const groups: string[] = [];
  for (let at = 0; at < 16; at += 2) groups.push(((bytes[at] << 8) | bytes[at + 1]).toString(16));
  return groups.join(':');
}
