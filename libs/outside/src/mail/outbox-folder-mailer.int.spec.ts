import { newId, systemClock } from '@yagura/kernel';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mailerContract, understoodMail } from '../contract';
import { OutboxFolderMailer } from './outbox-folder-mailer';

const folders: string[] = [];

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yagura-mail-'));
  folders.push(folder);
  return folder;
}

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

const mailerIn = (dataFolder: string) => new OutboxFolderMailer({ dataFolder, from: { name: '櫓 SOC', address: 'soc@provider.example' }, clock: systemClock });

mailerContract('the outbox folder', async () => {
  const folder = await newFolder();
  return { mailer: mailerIn(folder), sentTo: async (tenantId) => (await emlOf(join(folder, 'outbox', tenantId))).map(understoodMail) };
});

describe('the outbox folder', () => {
  it('holds only finished mails, each for its own account, of at most 998 octets a line', async () => {
    const folder = await newFolder();
    const tenantId = newId<'tenant'>();
    const messageId = newId();

    await mailerIn(folder).send({ tenantId, to: [{ address: 'a@example.jp' }], subject: '件名'.repeat(90), text: '長'.repeat(5_000), language: 'ja', messageId });

    const path = join(folder, 'outbox', tenantId);
    expect(await readdir(path)).toEqual([`${messageId}.eml`]);
    expect((await stat(join(path, `${messageId}.eml`))).mode & 0o777).toBe(0o600);
    const [text] = await emlOf(path);
    expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });
});

async function emlOf(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return Promise.all(names.sort().map((name) => readFile(join(folder, name), 'latin1')));
}
