import { createHmac, randomBytes } from 'node:crypto';
import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const KEY_BYTES = 32;
const NAMES = ['context', 'installation', 'assertion', 'source-pepper', 'passwords', 'identity', 'lake', 'cursor'] as const;
type KeyName = (typeof NAMES)[number];

/** Keys of one installation, each 32 random bytes in a file of mode 0600, made on the first start and never again. */
export interface InstallationKeys {
  of(name: KeyName): Buffer;
  /** A password derived for one use; it needs no file of its own. */
  passwordOf(use: string): string;
  readonly folder: string;
}

/** Reads the keys below `dataDir/keys` and makes those that are missing. A key is on the disk before it is used. */
export function installationKeys(dataDir: string): InstallationKeys {
  const folder = join(dataDir, 'keys');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const keys = new Map(NAMES.map((name) => [name, readOrMake(join(folder, `${name}.key`))]));
  const of = (name: KeyName): Buffer => keys.get(name) ?? Buffer.alloc(0);
  return { of, folder, passwordOf: (use) => createHmac('sha256', of('passwords')).update(use).digest('base64url') };
}

function readOrMake(file: string): Buffer {
  if (existsSync(file)) {
    const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
    if (key.length === KEY_BYTES) return key;
    throw new TypeError(`the key file ${file} does not hold 64 hexadecimal digits; restore it from a backup`);
  }
  const key = randomBytes(KEY_BYTES);
  const half = `${file}.new`;
  const handle = openSync(half, 'w', 0o600);
  writeSync(handle, `${key.toString('hex')}\n`);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(half, file);
  return key;
}
