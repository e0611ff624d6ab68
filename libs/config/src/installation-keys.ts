import { createHmac, randomBytes } from 'node:crypto';
import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { PreconditionFailed } from '@yagura/kernel';

const KEY_BYTES = 32;
const KEY_TEXT = /^[0-9a-f]{64}$/i;
const NAMES = ['context', 'installation', 'assertion', 'source-pepper', 'passwords', 'identity', 'lake', 'cursor', 'service-calls'] as const;
type KeyName = (typeof NAMES)[number];

/** Keys of one installation, each 32 random bytes in a file of mode 0600, made on the first start and never again. */
export interface InstallationKeys {
  of(name: KeyName): Buffer;
  /** A password derived for one use; it needs no file of its own. */
  passwordOf(use: string): string;
  readonly folder: string;
}

/**
 * Reads the keys below `dataDir/keys` and makes those that are missing. A key is on the disk before it is used. Throws PreconditionFailed
 * for a file that is damaged or cannot be read, and for one that was there and is gone: a new key in its place would open nothing.
 */
export function installationKeys(dataDir: string): InstallationKeys {
  const folder = join(dataDir, 'keys');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const list = join(folder, 'made');
  const made = existsSync(list) ? read(list).split('\n') : [];
  const keys = new Map(NAMES.map((name) => [name, readOrMake(join(folder, `${name}.key`), made.includes(name))]));
  if (NAMES.some((name) => !made.includes(name))) write(list, NAMES.join('\n'));
  return asKeys(keys, folder);
}

/**
 * Reads the keys of an installation that exists and makes none: of many processes that start at once, each would make its own. Throws
 * PreconditionFailed when one is missing.
 */
export function presentKeys(dataDir: string): InstallationKeys {
  const folder = join(dataDir, 'keys');
  return asKeys(new Map(NAMES.map((name) => [name, readOrMake(join(folder, `${name}.key`), true)])), folder);
}

function asKeys(keys: ReadonlyMap<KeyName, Buffer>, folder: string): InstallationKeys {
  const of = (name: KeyName): Buffer => keys.get(name) ?? Buffer.alloc(0);
  return { of, folder, passwordOf: (use) => createHmac('sha256', of('passwords')).update(use).digest('base64url') };
}

function readOrMake(file: string, isMade: boolean): Buffer {
  if (existsSync(file)) {
    const text = read(file);
    if (KEY_TEXT.test(text)) return Buffer.from(text, 'hex');
    throw new PreconditionFailed(`The key file ${file} does not hold 64 hexadecimal digits; restore it from a backup.`, { slug: 'keys.damaged' });
  }
  if (isMade) throw new PreconditionFailed(`The key file ${file} is gone; restore it from a backup.`, { slug: 'keys.missing' });
  const key = randomBytes(KEY_BYTES);
  write(file, key.toString('hex'));
  return key;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new PreconditionFailed(`The key file ${file} cannot be read; start Yagura as the user who owns it.`, { slug: 'keys.unreadable', cause });
  }
}

/** The file appears whole or not at all, and is on the disk when this returns. */
function write(file: string, text: string): void {
  const half = `${file}.new`;
  const handle = openSync(half, 'w', 0o600);
  writeSync(handle, `${text}\n`);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(half, file);
}
