/// <reference types="jest" />
import { seaweedFsAt, type SeaweedFs } from '@yagura/outside/seaweedfs';
import { lackOf } from './native-server';
import { sharedServer } from './shared-servers';

/** `describe` where SeaweedFS can be started, else a skipped suite whose name says what is missing. */
export function describeWithSeaweedFs(title: string, body: () => void): void {
  const missing = lackOf('seaweedfs');
  if (missing === undefined) describe(title, body);
  else describe.skip(`${title} (skipped: ${missing})`, body);
}

/** A bucket of the caller's own, which locks, in the object store of this run; the first who asks starts it. Stopping ends the client alone. */
export async function sharedSeaweedFs(): Promise<SeaweedFs> {
  const { endpoint, keysFile } = await sharedServer('seaweedfs');
  return seaweedFsAt({ endpoint: String(endpoint), keysFile: String(keysFile) });
}
