/** One growing column of a Native block. Writers append exactly one value per row. */
export class ByteColumn {
  bytes: Buffer;
  length = 0;

  constructor(initial: number) {
    this.bytes = Buffer.allocUnsafeSlow(initial);
  }

  /** Makes room for `more` bytes; doubling keeps the copies linear over a block. */
  ensure(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.length + more));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }

  /** An unsigned LEB128 number, as ClickHouse writes sizes; exact below 2^53. */
  varint(value: number): void {
    let rest = value;
    while (rest > 0x7f) {
      this.bytes[this.length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.bytes[this.length++] = rest;
  }

  /** A string as its byte length and its UTF-8 bytes; a lone surrogate becomes U+FFFD. */
  text(value: string): void {
    const size = value.length;
    // Every UTF-16 unit takes at most three bytes of UTF-8; ten more hold any length.
    this.ensure(size * 3 + 10);
    if (size === 0) { this.bytes[this.length++] = 0; return; }
    if (size < SHORT && this.ascii(value, size)) return;
    if (size * 3 < 0x80) {
      const written = this.bytes.write(value, this.length + 1, 'utf8');
      this.bytes[this.length] = written;
      this.length += written + 1;
      return;
    }
    this.varint(Buffer.byteLength(value, 'utf8'));
    this.length += this.bytes.write(value, this.length, 'utf8');
  }

  /** Bytes as they are, with their length before them. */
  blob(value: Uint8Array): void {
    this.ensure(value.length + 10);
    this.varint(value.length);
    this.bytes.set(value, this.length);
    this.length += value.length;
  }

  /** The crossing into native code costs more than a short loop; gives up, without a trace, at the first non-ASCII unit. */
  private ascii(value: string, size: number): boolean {
    const start = this.length + 1;
    for (let at = 0; at < size; at += 1) {
      const unit = value.charCodeAt(at);
      if (unit > 0x7f) return false;
      this.bytes[start + at] = unit;
    }
    this.bytes[this.length] = size;
    this.length = start + size;
    return true;
  }
}

const SHORT = 32;
