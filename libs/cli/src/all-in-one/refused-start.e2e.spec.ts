import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataFolder, runYagura, startYagura, type Ending, type Launch, type RunningYagura } from '@yagura/testing';

const isRoot = process.getuid?.() === 0;
/** A user that owns nothing here. */
const STRANGER = { uid: 12_345, gid: 12_345 };
const FREE = ['--gateway-port', '0', '--hec-port', '0', '--identity-port', '0', '--postgres-port', '0', '--lake-port', '0'];
const FREE_AS_ENV = Object.fromEntries(['GATEWAY', 'HEC', 'IDENTITY', 'POSTGRES', 'LAKE'].map((name) => [`YAGURA_${name}_PORT`, '0']));

jest.setTimeout(120_000);

type Said = Ending & { readonly out: string; readonly err: string };
/** One sentence, exit code 1, no stack. */
const refusal = (sentence: RegExp): unknown => expect.objectContaining({ code: 1, out: '', err: expect.stringMatching(sentence) });

describe('a start that cannot be', () => {
  let folder: string;
  const up = (args: readonly string[], launch?: Launch): Promise<Said> => runYagura(['up', ...FREE, ...args], launch);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'yagura-refused-'));
    chmodSync(folder, 0o755);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('says that the place of the folder is a file', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');

    expect(await up(['--data', file])).toEqual(refusal(/^The folder \S+file cannot be used: a file stands at its place; name another one with --data\.\n$/));
  });

  (isRoot ? it : it.skip)('says that this user may not write into the folder (as root only: needs a second user)', async () => {
    const closed = join(folder, 'closed');
    mkdirSync(closed, { mode: 0o755 });

    expect(await up(['--data', closed], { user: STRANGER })).toEqual(refusal(/^The folder \S+closed cannot be used: this user may not write there; name another one with --data\.\n$/));
    expect(await up(['--data', join(closed, 'below')], { user: STRANGER })).toEqual(refusal(/^The folder \S+below cannot be used: this user may not write there; name another one with --data\.\n$/));
  });

  (isRoot ? it : it.skip)('does not take over the folder of another user (as root only: needs a second user)', async () => {
    const foreign = join(folder, 'foreign');
    mkdirSync(join(foreign, 'keys'), { recursive: true });
    for (const path of [foreign, join(foreign, 'keys')]) chownSync(path, STRANGER.uid, STRANGER.gid);

    expect(await up(['--data', foreign])).toEqual(refusal(/^The folder \S+foreign holds the data of the user with the number 12345; start Yagura as that user, or name another folder with --data\.\n$/));
    expect(existsSync(join(foreign, 'yagura.pid'))).toBe(false);
  });

  it('does not start with half a key, an empty one or none where there was one, nor makes another', async () => {
    await Promise.all(['abcd\n', '', undefined].map(async (text) => {
      const data = mkdtempSync(join(folder, 'keys-'));
      const file = join(data, 'keys', 'context.key');
      mkdirSync(join(data, 'keys'));
      writeFileSync(join(data, 'keys', 'made'), 'context\n');
      if (text !== undefined) writeFileSync(file, text);

      expect(await up(['--data', data])).toEqual(refusal(/^The key file \S+context\.key (does not hold 64 hexadecimal digits|is gone); restore it from a backup\.\n$/));
      expect(existsSync(file) ? readFileSync(file, 'utf8') : undefined).toBe(text);
      expect(existsSync(join(data, 'yagura.pid'))).toBe(false);
    }));
  });

  it('names the taken port and the flag that chooses another, for each of its doors and stores', async () => {
    const taken = await listener();
    const port = (taken.address() as AddressInfo).port;
    try {
      await Promise.all(['gateway', 'hec', 'identity', 'postgres', 'lake'].map(async (name) => {
        const said = await up(['--data', join(folder, `ports-${name}`), `--${name}-port`, String(port)]);

        expect(said).toEqual(refusal(/^The port \d+ on 127\.0\.0\.1 \([^)]+\) is taken by another program; stop that, or choose another port with --\w+-port\.\n$/));
        expect(said.err).toContain(`The port ${port} on`);
        expect(said.err).toContain(`--${name}-port.`);
      }));
    } finally {
      taken.close();
    }
  });

  it('lists what is wrong with its settings', async () => {
    expect(await up(['--data', join(folder, 'x'), '--workers', 'many'])).toEqual(refusal(/^The configuration cannot be used: --workers \(YAGURA_WORKERS\): .+\.\n$/));
  });
});

describe('a folder that is in use', () => {
  let yagura: RunningYagura;

  beforeAll(async () => { yagura = await startYagura([], dataFolder()); });
  afterAll(() => yagura.remove());

  it('is not started on twice, and the first one does not notice', async () => {
    const lock = readFileSync(join(yagura.dataDir, 'yagura.pid'), 'utf8');

    const second = await runYagura(['up', '--data', yagura.dataDir], { env: FREE_AS_ENV });

    expect(second).toEqual(refusal(/^Another Yagura \(process \d+\) runs on the folder \S+; stop it first, or name another folder with --data\.\n$/));
    expect(second.err).toContain(`(process ${yagura.pid})`);
    expect(readFileSync(join(yagura.dataDir, 'yagura.pid'), 'utf8')).toBe(lock);
    expect((await fetch(`${yagura.hecUrl}/services/collector/health`)).status).toBe(200);
  });
});

function listener(): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}
