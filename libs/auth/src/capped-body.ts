/** The whole body of a response, at most `maxBytes`; cancels and throws RangeError for a longer one, whatever its header said. */
export async function readCapped(response: Response, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read()) {
    const chunk: unknown = part.value;
    if (!(chunk instanceof Uint8Array)) throw new TypeError('not bytes');
    size += chunk.length;
    if (size > maxBytes) {
      await reader?.cancel();
      throw new RangeError('the answer is too large');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
