import { randomBytes, timingSafeEqual, createHash } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The secret shared by the front and its clients: made once, mode 0600, refused when others could read it. */
export function readOrMakeKey(path: string): string {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  if (!existsSync(path)) make(path);
  if ((statSync(path).mode & 0o077) !== 0) throw new Error('The key file of the lake can be read by other users; its mode must be 0600.');
  const key = readFileSync(path, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(key)) throw new Error('The key file of the lake is damaged; delete it and start again.');
  return key;
}

/** The file appears with its content, so that a start which is killed meanwhile leaves no half of a key; of two starts one makes it. */
function make(path: string): void {
  const half = `${path}.${process.pid}`;
  writeFileSync(half, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  try {
    linkSync(half, path);
  } catch (error) {
    if (!isExisting(error)) throw error;
  } finally {
    rmSync(half, { force: true });
  }
}

/** Compares through a hash, so that neither length nor content of the secret shows in the time taken. */
export function isSameKey(given: string, expected: string): boolean {
  return timingSafeEqual(createHash('sha256').update(given).digest(), createHash('sha256').update(expected).digest());
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
