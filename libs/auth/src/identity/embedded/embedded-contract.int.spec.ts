import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase, type TestDatabase } from '@yagura/testing';
import { identityContract } from '../identity-contract';
import type { IdentityUnderTest } from '../identity-under-test';
import { startIdentityInChild } from './identity-child';

let database: TestDatabase;
let keysDir: string;
let identity: Awaited<ReturnType<typeof startIdentityInChild>>;
let underTest: IdentityUnderTest;
const faults: unknown[] = [];

beforeAll(async () => {
  database = await testDatabase();
  keysDir = await mkdtemp(join(tmpdir(), 'yagura-identity-contract-'));
  const db = database.systemDb('svc_identity');
  identity = await startIdentityInChild({
    host: '127.0.0.1', port: 0, keysDir, store: { query: async (text, params) => ({ rows: await db.sql(text, params) }) }, onError: (error) => { faults.push(error); },
  });
  underTest = { url: identity.url, admin: identity.admin, serviceSecret: (await readFile(identity.serviceSecretFile, 'utf8')).trim() };
});

afterAll(async () => {
  await identity.stop();
  await database.drop();
  await rm(keysDir, { recursive: true, force: true });
});

afterEach(() => { expect(faults.splice(0)).toEqual([]); });

identityContract('the embedded provider', () => underTest);
