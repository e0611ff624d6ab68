import { badRequest } from './engine-error';

/** Rows that the first block of a Native stream announces (ClickHouse Native format: varint columns, varint rows). */
export function announcedRows(head: Uint8Array): number {
  const [, at] = varint(head, 0);
  return varint(head, at)[0];
}

function varint(bytes: Uint8Array, from: number): [number, number] {
  let value = 0;
  let scale = 1;
  for (let at = from; at < bytes.length && at < from + 6; at += 1) {
    value += (bytes[at] & 0x7f) * scale;
    if (bytes[at] < 0x80) return [value, at + 1];
    scale *= 128;
  }
  throw badRequest('The body does not begin with a Native block');
}
