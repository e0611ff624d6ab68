import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The package unpacks into the temporary folder of its process; ours is named by the version, so that another one is never taken for it. */
const FOLDER = join(tmpdir(), 'yagura-chromium-147.0.0');
const UNPACK = "require('@sparticuz/chromium').executablePath().then((path) => process.stdout.write(path))";

/**
 * Path of the browser, unpacked once for all runs on this machine. It is unpacked aside and moved into its place in one step: two spec files that start
 * together never run a file that is still being written.
 */
export async function chromiumBinary(): Promise<string> {
  const binary = join(FOLDER, 'chromium');
  if (existsSync(binary)) return binary;
  const aside = mkdtempSync(join(tmpdir(), 'yagura-chromium-'));
  await promisify(execFile)(process.execPath, ['-e', UNPACK], { cwd: __dirname, env: { ...process.env, TMPDIR: aside } });
  try {
    renameSync(aside, FOLDER);
  } catch (error) {
    // Somebody else was first; theirs is the same.
    rmSync(aside, { recursive: true, force: true });
    if (!existsSync(binary)) throw error;
  }
  return binary;
}
