import type { IncomingMessage } from 'node:http';

/**
 * A message's whole body. Beyond `max` bytes it is given up and `tooLarge` is the reason; one that breaks off rejects as well. Listeners and no
 * iterator, which would cost a call between services as much again as its signature.
 */
export function bytesOf(message: IncomingMessage, max: number, tooLarge: () => Error): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    message.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= max) {
        chunks.push(chunk);
        return;
      }
      reject(tooLarge());
      message.destroy();
    });
    message.once('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, size)));
    message.once('error', reject);
    // After the end this says nothing more.
    message.once('close', () => reject(new RangeError('the message broke off')));
  });
}
