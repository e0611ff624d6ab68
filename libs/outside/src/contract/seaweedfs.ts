import { CreateBucketCommand, GetObjectCommand, ListObjectVersionsCommand, S3Client, type CreateBucketCommandInput, type ListObjectVersionsCommandOutput } from '@aws-sdk/client-s3';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
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

/** Where a server stands and in which file its keys are, as deploy/native/seaweedfs tells it. */
export interface SeaweedFsPlace { readonly endpoint: string; readonly keysFile: string }

/** Starts deploy/native/seaweedfs; throws with what the server said last when it does not come up. */
export async function startSeaweedFs(): Promise<SeaweedFs> {
  const folder = await mkdtemp(join(tmpdir(), 'yagura-seaweedfs-'));
  const port = await freePort();
  const server = spawn(SCRIPT, [folder, String(port)], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  server.stderr.on('data', (chunk: Buffer) => { said = (said + chunk.toString('utf8')).slice(-4_000); });
  const stop = async (): Promise<void> => {
    await end(server);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const opened = await open({ endpoint: `http://127.0.0.1:${port}`, keysFile: join(folder, 's3.json') }, 'yagura-files', () => (server.exitCode === null ? undefined : said));
    return { ...opened, stop: async () => { opened.client.destroy(); await stop(); } };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A bucket of the caller's own, which locks, in a server that another process started and ends. */
export async function seaweedFsAt(place: SeaweedFsPlace): Promise<SeaweedFs> {
  const opened = await open(place, `files-${randomUUID()}`, () => undefined);
  return { ...opened, stop: () => { opened.client.destroy(); return Promise.resolve(); } };
}

async function open({ endpoint, keysFile }: SeaweedFsPlace, bucket: string, ending: () => string | undefined): Promise<Omit<SeaweedFs, 'stop'>> {
  const keys = await until(ending, async () => Keys.parse(JSON.parse(await readFile(keysFile, 'utf8'))).identities[0].credentials[0]);
  const settings = S3Settings.parse({ endpoint, bucket, ...keys });
  const client = new S3Client({ endpoint, region: settings.region, forcePathStyle: true, credentials: { accessKeyId: keys.accessKey, secretAccessKey: keys.secretKey }, maxAttempts: 1 });
  const makeBucket = async (name: string, facts: Omit<CreateBucketCommandInput, 'Bucket'>): Promise<void> => { await client.send(new CreateBucketCommand({ Bucket: name, ...facts })); };
  await until(ending, () => makeBucket(bucket, { ObjectLockEnabledForBucket: true }));
  return { settings, client, makeBucket, objects: () => objectsOf(client, bucket) };
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

async function until<T>(ending: () => string | undefined, look: () => Promise<T>): Promise<T> {
  for (const end = performance.now() + START_MS; ;) {
    try {
      return await look();
    } catch (cause) {
      if (ending() !== undefined || performance.now() > end) throw new Error(`SeaweedFS did not come up: ${ending() ?? 'it does not answer'}`, { cause });
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
