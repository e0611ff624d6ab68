import type * as Sdk from '@aws-sdk/client-s3';
import { USUAL_S3_LIMITS, type S3Limits, type S3Settings } from './s3-settings';
import { FileStoreUnavailable } from './file.errors';

/** An object version as the store tells of it; `bytes` only when they were asked for. */
export interface S3Object {
  readonly size?: number;
  readonly contentType?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly lockMode?: string;
  readonly keepUntil?: Date;
}

export interface S3Upload { readonly body: Uint8Array; readonly sha256: string; readonly contentType: string; readonly keepUntil?: Date }

/** A version under a key, oldest last; a marker is a deletion that hides what is older. */
export interface S3Version { readonly versionId: string; readonly isMarker: boolean }

// An object of ours has one version; more than these pages of them were put there to hide something.
const MOST_PAGES = 2;
const PAGE = 200;

/** The home of the S3 client: one bucket, bounded times and tries, and failures under our names. It knows nothing of files. */
export class S3Bucket {
  private constructor(private readonly sdk: typeof Sdk, private readonly client: Sdk.S3Client, private readonly settings: S3Settings, private readonly limits: S3Limits) {}

  /** Loads the client only now: it costs every start 20 MB, and the all-in-one keeps its files in a folder. Calls nobody. */
  static async open(settings: S3Settings, limits: S3Limits = USUAL_S3_LIMITS): Promise<S3Bucket> {
    const sdk = await import('@aws-sdk/client-s3');
    const client = new sdk.S3Client({
      endpoint: settings.endpoint, region: settings.region, credentials: { accessKeyId: settings.accessKey, secretAccessKey: settings.secretKey },
      // Stores of one's own rarely have a name per bucket.
      forcePathStyle: true, maxAttempts: limits.tries, retryMode: 'standard',
      // Our own SHA-256 goes with every upload and is checked on every reading; other sums would only be work.
      requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED', followRegionRedirects: false,
      requestHandler: { connectionTimeout: limits.connectMs, requestTimeout: limits.answerMs, socketTimeout: limits.answerMs, throwOnRequestTimeout: true },
    });
    return new S3Bucket(sdk, client, settings, limits);
  }

  close(): void { this.client.destroy(); }

  /** Throws FileStoreUnavailable `no_lock` unless the bucket locks. */
  async checkLock(): Promise<void> {
    const found = await this.ask((signal) => this.client.send(new this.sdk.GetObjectLockConfigurationCommand(this.bucket), { abortSignal: signal }), ['ObjectLockConfigurationNotFoundError']);
    if (found?.ObjectLockConfiguration?.ObjectLockEnabled !== 'Enabled') throw new FileStoreUnavailable('no_lock');
  }

  /** All versions under exactly this key, the newest first; undefined when there are too many to be ours. */
  async versionsOf(key: string): Promise<readonly S3Version[] | undefined> {
    const found: S3Version[] = [];
    let from: { KeyMarker?: string; VersionIdMarker?: string } = {};
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const answer = await this.ask((signal) => this.client.send(new this.sdk.ListObjectVersionsCommand({ ...this.bucket, Prefix: key, MaxKeys: PAGE, ...from }), { abortSignal: signal }));
      found.push(...versionsIn(answer, key));
      if (answer?.IsTruncated !== true || answer.NextKeyMarker !== key) return found;
      from = { KeyMarker: answer.NextKeyMarker, VersionIdMarker: answer.NextVersionIdMarker };
    }
    return undefined;
  }

  async head(key: string, versionId: string): Promise<S3Object | undefined> {
    const answer = await this.ask((signal) => this.client.send(new this.sdk.HeadObjectCommand({ ...this.bucket, Key: key, VersionId: versionId }), { abortSignal: signal }), GONE);
    return answer && objectOf(answer);
  }

  /** The version with its bytes, of which no more than `most` are read. */
  async get(key: string, versionId: string, most: number): Promise<{ object: S3Object; bytes: Uint8Array | undefined } | undefined> {
    return this.ask(async (signal) => {
      const answer = await this.client.send(new this.sdk.GetObjectCommand({ ...this.bucket, Key: key, VersionId: versionId }), { abortSignal: signal });
      const isTooMuch = (answer.ContentLength ?? 0) > most;
      // A body that is not read would hold its connection for ever.
      if (isTooMuch && answer.Body !== undefined && 'destroy' in answer.Body) answer.Body.destroy();
      return { object: objectOf(answer), bytes: isTooMuch ? undefined : await answer.Body?.transformToByteArray() };
    }, GONE);
  }

  /** Keeps a new object; answers false when the key is taken. A lost answer is asked for again and then finds its own object. */
  async putNew(key: string, { body, sha256, contentType, keepUntil }: S3Upload): Promise<boolean> {
    const answer = await this.ask((signal) => this.client.send(new this.sdk.PutObjectCommand({
      ...this.bucket, Key: key, Body: body, ContentLength: body.length, ContentType: contentType, IfNoneMatch: '*',
      ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'), Metadata: { sha256 },
      ...(keepUntil !== undefined && { ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: keepUntil }),
    }), { abortSignal: signal }), TAKEN);
    return answer !== undefined;
  }

  /** Deletes one version for good; answers false when the store refuses, as it does for a locked one. */
  async removeVersion(key: string, versionId: string): Promise<boolean> {
    const answer = await this.ask((signal) => this.client.send(new this.sdk.DeleteObjectCommand({ ...this.bucket, Key: key, VersionId: versionId }), { abortSignal: signal }), LOCKED);
    return answer !== undefined;
  }

  private get bucket(): { readonly Bucket: string } { return { Bucket: this.settings.bucket }; }

  /** One call within its time. Answers undefined for the refusals that the caller expects; every other failure gets our name. */
  private async ask<Answer>(call: (signal: AbortSignal) => Promise<Answer>, expected: readonly string[] = []): Promise<Answer | undefined> {
    try {
      return await call(AbortSignal.timeout(this.limits.totalMs));
    } catch (error) {
      if (error instanceof this.sdk.S3ServiceException && expected.includes(error.name)) return undefined;
      throw new FileStoreUnavailable(this.troubleOf(error), error);
    }
  }

  private troubleOf(error: unknown): 'away' | 'refuses' | 'no_bucket' {
    if (!(error instanceof this.sdk.S3ServiceException)) return 'away';
    if (error.name === 'NoSuchBucket') return 'no_bucket';
    const status = error.$metadata.httpStatusCode ?? 0;
    return status >= 400 && status < 500 && status !== 408 && status !== 429 ? 'refuses' : 'away';
  }
}

const GONE = ['NotFound', 'NoSuchKey', 'NoSuchVersion'];
// 412 when the key is taken; 409 while somebody else is taking it: both are looked at again by the caller.
const TAKEN = ['PreconditionFailed', 'ConditionalRequestConflict'];
// MinIO names a lock's refusal InvalidRequest, the others AccessDenied.
const LOCKED = ['AccessDenied', 'InvalidRequest'];

function objectOf(answer: Sdk.HeadObjectCommandOutput | Sdk.GetObjectCommandOutput): S3Object {
  return { size: answer.ContentLength, contentType: answer.ContentType, metadata: answer.Metadata, lockMode: answer.ObjectLockMode, keepUntil: answer.ObjectLockRetainUntilDate };
}

/** Two lists of one key, each newest first. Only the order among versions matters to readers: markers go first. */
function versionsIn(answer: Sdk.ListObjectVersionsCommandOutput | undefined, key: string): S3Version[] {
  const of = (list: readonly { readonly Key?: string; readonly VersionId?: string }[] | undefined, isMarker: boolean): S3Version[] =>
    (list ?? []).flatMap(({ Key, VersionId }) => (Key === key && VersionId !== undefined ? [{ versionId: VersionId, isMarker }] : []));
  return [...of(answer?.DeleteMarkers, true), ...of(answer?.Versions, false)];
}
