import type { IncomingMessage } from 'node:http';

const MAX_BYTES = 8_192;

/** The fields of a posted form, or null when it is no form, too large, or was sent by a page of another origin. */
export async function readForm(request: IncomingMessage, ownOrigin: string): Promise<URLSearchParams | null> {
  if (request.headers['content-type']?.split(';')[0]?.trim() !== 'application/x-www-form-urlencoded') return null;
  const { origin } = request.headers;
  // Browsers send Origin with every form; a sandboxed page sends "null". Programs that send none still need the page's own proof.
  if (origin !== undefined && origin !== ownOrigin) return null;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BYTES) return null;
    chunks.push(bytes);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
