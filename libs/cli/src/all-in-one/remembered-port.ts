import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { freePort } from '@yagura/runtime';
import type { DataFolder } from './data-folder';

/**
 * The port of the identity provider: its address is the issuer of every token and account, so a folder that once took a free port keeps
 * that one for ever.
 */
export async function identityPort(wanted: number, host: string, folder: DataFolder): Promise<number> {
  if (wanted !== 0) return wanted;
  const file = folder.at('identity-port');
  if (existsSync(file)) return Number(readFileSync(file, 'utf8'));
  const port = await freePort(host);
  // Written aside: half of a number would be another issuer.
  const half = `${file}.new`;
  writeFileSync(half, `${port}\n`, { mode: 0o600 });
  renameSync(half, file);
  return port;
}
