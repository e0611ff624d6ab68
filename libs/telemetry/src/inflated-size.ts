/** A body of many gzip members tells only the size of its last one, so a chunk is never smaller than this. */
const LEAST = 65_536;

/**
 * Size in bytes of the output chunk with which a gzip body inflates in one step instead of thousands: what its trailer announces (RFC
 * 1952, section 2.3.1, ISIZE) and one more, since a chunk that is exactly full asks for another. The trailer is a stranger's word, so it
 * never exceeds `cap`; it only sizes the buffer, and what really comes out must still be limited.
 */
export function inflatedSize(gzip: Uint8Array, cap: number): number {
  if (gzip.length < 4) return LEAST;
  const size = new DataView(gzip.buffer, gzip.byteOffset + gzip.length - 4, 4).getUint32(0, true);
  return Math.max(LEAST, Math.min(size, cap) + 1);
}
