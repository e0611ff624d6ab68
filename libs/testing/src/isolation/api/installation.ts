import { gunzipSync, inflateSync } from 'node:zlib';
import type { SignInPlace } from './person';

/** A text that an installation keeps or sends beside its API, and the tenant under whose name it lies; none for what belongs to no tenant. */
export interface Carried { readonly carrier: string; readonly tenantId?: string; readonly text: string }

/** A whole installation, whatever its ports stand on: where it is reached, and what it keeps and sends in its own way. */
export interface Installation extends SignInPlace {
  readonly graphqlUrl: string;
  readonly hecUrl: string;
  readonly consoleUrl: string;
  readonly portalUrl: string;
  readonly lakePort: number;
  /** Names of the carriers in which each company's own words must be found, or the search proved nothing. */
  readonly carriers: readonly string[];
  /** What every process of it wrote to its log so far. */
  log(): string;
  /** Mails, files and records of its lanes, read past the product. `ownerOf` tells whose an address of a mail is. */
  carried(ownerOf: (address: string) => string | undefined): Promise<readonly Carried[]>;
  /** How many batches of a tenant its telemetry log has. */
  batchesOf(tenantId: string): Promise<number>;
  /** Ends it and removes what it kept. */
  remove(): Promise<void>;
}

/** The first UUID of a path. */
export const idIn = (path: string): string | undefined => /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/.exec(path)?.[0];

/** A body's text, whether or not its sender compressed it. */
export function unpacked(body: Buffer): string {
  if (body[0] === 0x1f && body[1] === 0x8b) return gunzipSync(body).toString('utf8');
  return body.toString('utf8');
}

/** A file's text; of a PDF also what its compressed streams hold. */
export function fileText(bytes: Buffer): string {
  const text = bytes.toString('latin1');
  if (!text.startsWith('%PDF')) return bytes.toString('utf8');
  const streams = [...text.matchAll(/stream\r?\n([\s\S]*?)endstream/g)].map(([, body]) => {
    try {
      return inflateSync(Buffer.from(body, 'latin1')).toString('latin1');
    } catch {
      return '';
    }
  });
  return [text, ...streams].join('\n');
}
