import { mkdir, open } from 'node:fs/promises';

/** Only the account that runs Yagura reads what Yagura keeps. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** Makes a folder and its missing parents, readable by this account only. */
export const makeFolder = async (path: string): Promise<void> => { await mkdir(path, { recursive: true, mode: FOLDER_MODE }); };

/** Writes a new file and returns when the disk has it; fails when the file exists. Its name is durable after `syncFolder`. */
export async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', FILE_MODE);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Returns when the disk has the folder's list of names. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** True when an error of the file system carries one of the codes. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && codes.includes(String(error.code));
}
