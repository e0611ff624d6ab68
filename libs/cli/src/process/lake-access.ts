import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ProcessConfig } from '@yagura/config';
import { PreconditionFailed } from '@yagura/kernel';
import { createLakeClient, LakeReader, LakeWriter, migrateLake } from '@yagura/lake';

/** A lake that some other process is, reached over HTTP: the front or a ClickHouse server, which are one and the same here (ADR 5). */
export interface LakeAccess {
  readonly reader: LakeReader;
  readonly writer: LakeWriter;
  /** Creates the tables that are missing. */
  migrate(): Promise<void>;
  /** True when it answers. */
  answers(): Promise<boolean>;
  close(): Promise<void>;
}

export function connectLake(config: Pick<ProcessConfig, 'dataDir' | 'lakeUrl' | 'lakeUser' | 'lakePassword' | 'lakeDatabase'>): LakeAccess {
  const client = createLakeClient({ url: config.lakeUrl, username: config.lakeUser, database: config.lakeDatabase, password: config.lakePassword ?? keyOfFront(config.dataDir) });
  return {
    reader: new LakeReader(client), writer: new LakeWriter(client),
    migrate: () => migrateLake(client),
    answers: async () => (await client.ping()).success,
    close: () => client.close(),
  };
}

function keyOfFront(dataDir: string): string {
  const file = join(resolve(dataDir), 'lake', 'lake.key');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new PreconditionFailed(`The key of the lake’s front, ${file}, cannot be read; start "yagura serve lake" first, or name a password with --lake-password.`, { slug: 'lake.no_key', cause });
  }
}
