import { ByteColumn } from './native-column';
import { ipv6Bytes } from './ip-bytes';
import type { LakeType } from './schema';

/** Appends values of one column and hands over its bytes in Native format. */
export interface ColumnWriter {
  append(value: never): void;
  /** The column's bytes for the rows so far; a view that the next append may overwrite. */
  finish(): Uint8Array;
  reset(): void;
}

/** The writer of a column type; `rows` sizes its first buffer. */
export function writerFor(type: LakeType, rows: number): ColumnWriter {
  switch (type) {
    case 'String': return new StringWriter(rows * 24);
    case 'LowCardinality(String)': return new DictionaryWriter(rows);
    case 'UInt8': return new IntegerWriter(rows, 1);
    case 'UInt16': return new IntegerWriter(rows, 2);
    case 'UInt32': return new IntegerWriter(rows, 4);
    case "DateTime64(3, 'UTC')": return new MillisWriter(rows * 8);
    case 'UUID': return new UuidWriter(rows * 16);
    case 'IPv6': return new AddressWriter(rows * 16);
  }
}

abstract class PlainWriter {
  protected readonly column: ByteColumn;
  constructor(initial: number) { this.column = new ByteColumn(Math.max(initial, 64)); }
  finish(): Uint8Array { return this.column.bytes.subarray(0, this.column.length); }
  reset(): void { this.column.length = 0; }
}

class StringWriter extends PlainWriter implements ColumnWriter {
  append(value: string | Uint8Array): void {
    if (typeof value === 'string') this.column.text(value);
    else this.column.blob(value);
  }
}

class IntegerWriter extends PlainWriter implements ColumnWriter {
  constructor(rows: number, private readonly width: 1 | 2 | 4) { super(rows * width); }

  append(value: number): void {
    const { column } = this;
    column.ensure(4);
    let at = column.length;
    column.bytes[at++] = value;
    if (this.width > 1) column.bytes[at++] = value >>> 8;
    if (this.width > 2) { column.bytes[at++] = value >>> 16; column.bytes[at++] = value >>> 24; }
    column.length = at;
  }
}

const TWO_32 = 4_294_967_296;

class MillisWriter extends PlainWriter implements ColumnWriter {
  append(value: number): void {
    const { column } = this;
    column.ensure(8);
    const whole = Math.trunc(value);
    const high = Math.floor(whole / TWO_32);
    column.bytes.writeUInt32LE(whole - high * TWO_32, column.length);
    column.bytes.writeInt32LE(high, column.length + 4);
    column.length += 8;
  }
}

/** A UUID is two little-endian halves, the more significant first. Rows of a batch share one, so the last is remembered. */
class UuidWriter extends PlainWriter implements ColumnWriter {
  private last = '';
  private readonly lastBytes = Buffer.alloc(16);

  append(value: string): void {
    if (value !== this.last) {
      const bytes = Buffer.from(value.replaceAll('-', ''), 'hex');
      if (bytes.length !== 16) throw new TypeError('not a UUID');
      for (let at = 0; at < 8; at += 1) {
        this.lastBytes[at] = bytes[7 - at];
        this.lastBytes[8 + at] = bytes[15 - at];
      }
      this.last = value;
    }
    this.column.ensure(16);
    this.column.bytes.set(this.lastBytes, this.column.length);
    this.column.length += 16;
  }
}

/** Many rows carry the same few addresses; the bound keeps a scan of an address range from filling memory. */
const REMEMBERED = 4096;
const NONE = new Uint8Array(16);

class AddressWriter extends PlainWriter implements ColumnWriter {
  private readonly seen = new Map<string, Uint8Array>();

  append(value: string): void {
    const bytes = value === '' ? NONE : this.seen.get(value) ?? this.remember(value);
    this.column.ensure(16);
    this.column.bytes.set(bytes, this.column.length);
    this.column.length += 16;
  }

  private remember(value: string): Uint8Array {
    const bytes = ipv6Bytes(value) ?? NONE;
    if (this.seen.size >= REMEMBERED) this.seen.clear();
    this.seen.set(value, bytes);
    return bytes;
  }
}

/** Version 1 of the dictionary serialisation, then per block: additional keys (1 << 9), dictionary not shared (1 << 10), index width. */
const SHARED_WITH_ADDITIONAL_KEYS = 1;
const KEYS_FLAGS = 0x200 | 0x400;

class DictionaryWriter implements ColumnWriter {
  private readonly places = new Map<string, number>();
  private readonly keys = new ByteColumn(1024);
  private indexes: Uint32Array;
  private rows = 0;

  constructor(rows: number) { this.indexes = new Uint32Array(Math.max(rows, 64)); }

  append(value: string): void {
    let place = this.places.get(value);
    if (place === undefined) {
      place = this.places.size;
      this.places.set(value, place);
      this.keys.text(value);
    }
    if (this.rows === this.indexes.length) {
      const larger = new Uint32Array(this.rows * 2);
      larger.set(this.indexes);
      this.indexes = larger;
    }
    this.indexes[this.rows++] = place;
  }

  finish(): Uint8Array {
    const size = this.places.size;
    const width = size <= 0x100 ? 0 : size <= 0x10000 ? 1 : 2;
    const out = Buffer.alloc(32 + this.keys.length + (this.rows << width));
    out.writeUInt32LE(SHARED_WITH_ADDITIONAL_KEYS, 0);
    out.writeUInt32LE(KEYS_FLAGS | width, 8);
    out.writeUInt32LE(size, 16);
    this.keys.bytes.copy(out, 24, 0, this.keys.length);
    let at = 24 + this.keys.length;
    out.writeUInt32LE(this.rows, at);
    at += 8;
    const used = this.indexes.subarray(0, this.rows);
    if (width === 0) out.set(used, at);
    else for (const place of used) at = width === 1 ? out.writeUInt16LE(place, at) : out.writeUInt32LE(place, at);
    return out;
  }

  reset(): void {
    this.places.clear();
    this.keys.length = 0;
    this.rows = 0;
  }
}
