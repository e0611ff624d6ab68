import { CreateBucketCommand, GetObjectCommand, ListObjectVersionsCommand, S3Client, type CreateBucketCommandInput, type ListObjectVersionsCommandOutput } from '@aws-sdk/client-s3';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { S3Settings } from '../file/s3-settings';

const SCRIPT = join(__dirname, '..', '..', '..', '..', 'deploy', 'native', 'seaweedfs', 'serve.sh');
const Keys = z.object({ identities: z.array(z.object({ credentials: z.array(z.object({ accessKey: z.string(), secretKey: z.string() })).length(1) })).length(1) });
// The first start on a machine fetches 48 MB; later ones take about four seconds.
const START_MS = 110_000;

/** What this machine lacks for a server of its own, or undefined. */
export function missingForSeaweedFs(): string | undefined {
  const python = spawnSync('python3', ['-c', 'import venv, ensurepip']);
  if (process.platform !== 'linux') return 'the script is written for Linux';
  return python.status === 0 ? undefined : 'python3 with venv is not on this machine';
}

/** A running SeaweedFS of the test's own with an empty folder and a bucket that locks; a client of its own makes what others would. */
export interface SeaweedFs {
  readonly settings: S3Settings;
  readonly client: S3Client;
  makeBucket(name: string, facts: Omit<CreateBucketCommandInput, 'Bucket'>): Promise<void>;
  /** Every version of every object in the bucket, read past the product. */
  objects(): Promise<readonly KeptObject[]>;
  stop(): Promise<void>;
}

/** One version of an object; `lockedUntil` is there when nobody can delete it before. */
export interface KeptObject { readonly key: string; readonly bytes: Buffer; readonly lockedUntil?: Date }

/** Starts deploy/native/seaweedfs; throws with what the server said last when it does not come up. */
export async function startSeaweedFs(): Promise<SeaweedFs> {
  const folder = await mkdtemp(join(tmpdir(), 'yagura-seaweedfs-'));
  const endpointPort = await freePort();
  const server = spawn(SCRIPT, [folder, String(endpointPort)], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  server.stderr.on('data', (chunk: Buffer) => { said = (said + chunk.toString('utf8')).slice(-4_000); });
  const stop = async (): Promise<void> => {
    await end(server);
    await rm(folder, { recursive: true, force: true });
  };
  const endpoint = `http://127.0.0.1:${endpointPort}`;
  try {
    const keys = await until(server, () => said, async () => Keys.parse(JSON.parse(await readFile(join(folder, 's3.json'), 'utf8'))).identities[0].credentials[0]);
    const settings = S3Settings.parse({ endpoint, bucket: 'yagura-files', ...keys });
    const client = new S3Client({ endpoint, region: settings.region, forcePathStyle: true, credentials: { accessKeyId: keys.accessKey, secretAccessKey: keys.secretKey }, maxAttempts: 1 });
    const makeBucket = async (name: string, facts: Omit<CreateBucketCommandInput, 'Bucket'>): Promise<void> => { await client.send(new CreateBucketCommand({ Bucket: name, ...facts })); };
    await until(server, () => said, () => makeBucket(settings.bucket, { ObjectLockEnabledForBucket: true }));
    return { settings, client, makeBucket, objects: () => objectsOf(client, settings.bucket), stop: async () => { client.destroy(); await stop(); } };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function objectsOf(client: S3Client, bucket: string): Promise<KeptObject[]> {
  const found: KeptObject[] = [];
  for (let from: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {}; from !== undefined;) {
    const page: ListObjectVersionsCommandOutput = await client.send(new ListObjectVersionsCommand({ Bucket: bucket, ...from }));
    for (const { Key = '', VersionId } of page.Versions ?? []) {
      const { Body, ObjectLockRetainUntilDate: lockedUntil } = await client.send(new GetObjectCommand({ Bucket: bucket, Key, VersionId }));
      found.push({ key: Key, bytes: Buffer.from(await Body?.transformToByteArray() ?? []), lockedUntil });
    }
    from = page.IsTruncated === true ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker } : undefined;
  }
  return found;
}

async function until<T>(server: ChildProcess, said: () => string, look: () => Promise<T>): Promise<T> {
  for (const end = performance.now() + START_MS; ;) {
    try {
      return await look();
    } catch (cause) {
      if (server.exitCode !== null || performance.now() > end) throw new Error(`SeaweedFS did not come up: ${said()}`, { cause });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Its data are thrown away: there is nothing to finish. */
async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGKILL');
  await gone;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => { resolve(port); });
    });
  });
}
