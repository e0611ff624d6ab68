import { newId, systemClock } from '@yagura/kernel';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mailerContract, type SentMail } from '../contract';
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
  return { mailer: mailerIn(folder), sentTo: async (tenantId) => (await emlOf(join(folder, 'outbox', tenantId))).map(understood) };
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

/** A reader of its own for what RFC 5322, 2045 and 2047 say: the composer is not asked to check itself. */
function understood(message: string): SentMail {
  const [head, ...rest] = message.split('\r\n\r\n');
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n').map((line) => /^([^:]+): ?(.*)$/.exec(line) ?? ['', '', '']);
  const headers = new Map(lines.map(([, name, value]) => [name.toLowerCase(), words(value)]));
  const body = rest.join('\r\n\r\n');
  return { headers, text: bodyText(headers.get('content-transfer-encoding') ?? '7bit', body) };
}

function words(value: string): string {
  return value.replace(/(\?=)\s+(=\?)/g, '$1$2').replace(/"/g, '').replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_all, kind: string, text: string) =>
    `\u0001${kind.toLowerCase() === 'b' ? Buffer.from(text, 'base64').toString('hex') : quoted(text.replaceAll('_', ' ')).toString('hex')}\u0002`)
    .replaceAll('\u0002\u0001', '').replace(/\u0001([0-9a-f]*)\u0002/g, (_all, hex: string) => Buffer.from(hex, 'hex').toString('utf8'));
}

function bodyText(encoding: string, body: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  return (encoding === 'quoted-printable' ? quoted(body.replace(/=\r\n/g, '')) : Buffer.from(body, 'latin1')).toString('utf8');
}

const quoted = (text: string): Buffer => Buffer.from(text.replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16))), 'latin1');
