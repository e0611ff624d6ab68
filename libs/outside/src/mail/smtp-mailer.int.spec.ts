import { newId, systemClock } from '@yagura/kernel';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SMTPServerOptions } from 'smtp-server';
import { mailerContract } from '../contract';
import { MailSink } from '../contract/mail-sink';
import { FolderFileStore } from '../file/folder-file-store';
import type { Mail, Mailer } from './mailer';
import { SmtpMailer } from './smtp-mailer';
import { SmtpSettings } from './smtp-settings';

const LIMITS = { connectMs: 2_000, answerMs: 4_000, tries: 3, pauseMs: 1 };
const FROM = { name: '櫓 SOC', address: 'soc@provider.example' };
const mailOf = (change: Partial<Mail> = {}): Mail => ({ tenantId: newId(), to: [{ address: 'a@example.jp' }], subject: '件名', text: '本文\n', language: 'ja', messageId: newId(), ...change });
const slug = (text: string) => expect.objectContaining({ slug: text });

const folders: string[] = [];
const open: { close(): unknown }[] = [];
const kept = <T extends { close(): unknown }>(one: T): T => { open.push(one); return one; };

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yagura-smtp-'));
  folders.push(folder);
  return folder;
}

async function mailerFor(port: number, change: Partial<SmtpSettings> = {}, folder?: string): Promise<SmtpMailer> {
  const settings = SmtpSettings.parse({ host: '127.0.0.1', port, tls: 'none', from: FROM, ...change });
  return kept(new SmtpMailer({ settings, files: new FolderFileStore(folder ?? (await newFolder())), clock: systemClock, limits: LIMITS }));
}

afterEach(async () => { for (const one of open.splice(0).reverse()) await one.close(); });
afterAll(async () => { for (const folder of folders) await rm(folder, { recursive: true, force: true }); });

mailerContract('an SMTP server', async () => {
  const sink = kept(await MailSink.open());
  const mailer = await mailerFor(sink.port);
  const tenants = new Map<string, string>();
  // A mail that goes out does not say whose it is; the suite asks by tenant.
  const noting: Mailer = { send: (mail) => { tenants.set(`<${mail.messageId}@provider.example>`, mail.tenantId); return mailer.send(mail); } };
  return { mailer: noting, sentTo: async (tenantId) => sink.received.map(({ mail }) => mail).filter(({ headers }) => tenants.get(headers.get('message-id') ?? '') === tenantId) };
});

describe('mail by SMTP', () => {
  it('names our sender and exactly the recipients in the envelope, and the mail itself in the message id', async () => {
    const sink = kept(await MailSink.open());
    const mail = mailOf({ to: [{ name: '佐藤', address: 'hanako@EXAMPLE.jp' }, { address: 'b@example.jp' }] });

    await (await mailerFor(sink.port)).send(mail);

    expect(sink.received).toMatchObject([{ from: FROM.address, to: ['hanako@example.jp', 'b@example.jp'] }]);
    expect(sink.received[0].mail.headers.get('message-id')).toBe(`<${mail.messageId}@provider.example>`);
    expect(Math.max(...sink.received[0].raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
  });

  it('carries many mails over few connections', async () => {
    const sink = kept(await MailSink.open());
    const mailer = await mailerFor(sink.port);

    await Promise.all(Array.from({ length: 30 }, () => mailer.send(mailOf())));

    expect(sink.received).toHaveLength(30);
    expect(sink.connections).toBeLessThanOrEqual(2);
  });

  it('sends once when another process repeats the mail, and refuses another one under its id there too', async () => {
    const sink = kept(await MailSink.open());
    const folder = await newFolder();
    const mail = mailOf();
    await (await mailerFor(sink.port, {}, folder)).send(mail);

    const later = await mailerFor(sink.port, {}, folder);

    expect((await later.send(mail)).outcome).toBe('repeated');
    await expect(later.send({ ...mail, text: 'other' })).rejects.toEqual(slug('mail.id_taken'));
    expect(sink.received).toHaveLength(1);
  });

  it('comes back when the server says "later": 451, then 250', async () => {
    const sink = kept(await MailSink.open());
    sink.toText.push(451);
    const mail = mailOf();

    expect(await (await mailerFor(sink.port)).send(mail)).toEqual({ messageId: mail.messageId, outcome: 'sent' });

    expect(sink.received).toHaveLength(1);
  });

  it('does so a bounded number of times, and the repeat of a deferred mail is the same mail', async () => {
    const sink = kept(await MailSink.open());
    const mailer = await mailerFor(sink.port);
    sink.toText.push(451, 452, 421);
    const mail = mailOf();

    await expect(mailer.send(mail)).rejects.toEqual(expect.objectContaining({ kind: 'Unavailable', slug: 'mail.deferred', retryAfterSec: 300 }));
    expect(sink.received).toEqual([]);
    expect((await mailer.send(mail)).outcome).toBe('sent');

    expect(sink.received[0].mail.headers.get('message-id')).toContain(mail.messageId);
  });

  it.each<[string, (sink: MailSink) => void, number]>([
    ['the text', (sink) => { sink.toText.push(554); }, 554], ['the recipient', (sink) => { sink.toRecipient.set('a@example.jp', [550]); }, 550], ['the sender', (sink) => { sink.toSender = 553; }, 553],
  ])('tells the caller when the server refuses %s for good, and does not try again by itself', async (_what, prepare, code) => {
    const sink = kept(await MailSink.open());
    prepare(sink);
    const mail = mailOf();

    const failure: unknown = await (await mailerFor(sink.port)).send(mail).catch((error: unknown) => error);

    expect(failure).toMatchObject({ kind: 'Conflict', slug: 'mail.refused', code, recipients: [0], message: `The mail server refused the mail for good (${code}).` });
    expect(sink.received).toEqual([]);
    expect(sink.toText).toEqual([]);
  });

  it('serves all recipients whom the server takes, each once, whatever it says to the others', async () => {
    const sink = kept(await MailSink.open());
    const folder = await newFolder();
    const people = ['a', 'b', 'c', 'd'].map((name) => ({ address: `${name}@example.jp` }));
    sink.toRecipient.set('b@example.jp', [550]).set('c@example.jp', [450]).set('d@example.jp', [450, 450, 450]);
    const mail = mailOf({ to: people });

    await expect((await mailerFor(sink.port, {}, folder)).send(mail)).rejects.toEqual(slug('mail.deferred'));
    expect(sink.received.map(({ to }) => to)).toEqual([['a@example.jp'], ['c@example.jp']]);

    sink.toRecipient.set('b@example.jp', [550]);
    const failure: unknown = await (await mailerFor(sink.port, {}, folder)).send(mail).catch((error: unknown) => error);
    expect(failure).toMatchObject({ slug: 'mail.refused', recipients: [1], code: 550 });

    // The mailbox was made in the meantime, and somebody replays the dead letter.
    expect((await (await mailerFor(sink.port, {}, folder)).send(mail)).outcome).toBe('sent');
    expect(sink.received.map(({ to }) => to)).toEqual([['a@example.jp'], ['c@example.jp'], ['d@example.jp'], ['b@example.jp']]);
    expect((await (await mailerFor(sink.port, {}, folder)).send(mail)).outcome).toBe('repeated');
  });

  it('takes nobody as served when the text is refused, not even those whom the server asked to wait', async () => {
    const sink = kept(await MailSink.open());
    const mailer = await mailerFor(sink.port);
    sink.toRecipient.set('b@example.jp', [450]);
    sink.toText.push(554);
    const mail = mailOf({ to: [{ address: 'a@example.jp' }, { address: 'b@example.jp' }] });

    await expect(mailer.send(mail)).rejects.toEqual(expect.objectContaining({ slug: 'mail.refused', recipients: [0, 1] }));
    expect(sink.received).toEqual([]);

    await mailer.send(mail);
    expect(sink.received.map(({ to }) => to)).toEqual([['a@example.jp', 'b@example.jp']]);
  });

  it('repeats under the same message id, and only then, when the line breaks after the server has taken the mail', async () => {
    const sink = kept(await MailSink.open());
    sink.isDropping = true;
    const mail = mailOf();

    expect((await (await mailerFor(sink.port)).send(mail)).outcome).toBe('sent');

    expect(sink.received.map((one) => one.mail.headers.get('message-id'))).toEqual(Array(2).fill(`<${mail.messageId}@provider.example>`));
  });

  it('says that the server is away while nobody listens, and sends when it is back', async () => {
    const port = await closedPort();
    const mailer = await mailerFor(port);
    const mail = mailOf();

    await expect(mailer.check()).rejects.toEqual(slug('mail.away'));
    await expect(mailer.send(mail)).rejects.toEqual(expect.objectContaining({ kind: 'Unavailable', slug: 'mail.away' }));
    const sink = kept(await MailSink.open({ disabledCommands: ['STARTTLS'] }, port));

    expect((await mailer.send(mail)).outcome).toBe('sent');
    expect(sink.received).toHaveLength(1);
  });

  it('finds its way back after the server has dropped an idle connection', async () => {
    const sink = kept(await MailSink.open());
    const mailer = await mailerFor(sink.port);
    await mailer.send(mailOf());

    sink.server.connections.forEach((connection) => { connection.close(); });

    expect((await mailer.send(mailOf())).outcome).toBe('sent');
    expect(sink.received).toHaveLength(2);
  });
});

describe('encryption and signing in', () => {
  let authority: string;
  let server: { readonly key: string; readonly cert: string };
  beforeAll(async () => {
    const folder = await newFolder();
    const openssl = (...args: readonly string[]): void => { execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' }); };
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Test authority', '-days', '2');
    openssl('req', ...key, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=mail', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1');
    openssl('x509', '-req', '-in', 'server.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-out', 'server.pem', '-copy_extensions', 'copy', '-days', '2');
    const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
    authority = read('ca.pem');
    server = { key: read('server.key'), cert: read('server.pem') };
  });

  it('sends nothing when the server offers no encryption and it is asked for', async () => {
    const sink = kept(await MailSink.open());
    const mailer = await mailerFor(sink.port, { tls: 'starttls', ca: authority });

    await expect(mailer.send(mailOf())).rejects.toEqual(expect.objectContaining({ kind: 'Unavailable', slug: 'mail.no_tls' }));
    await expect(mailer.check()).rejects.toEqual(slug('mail.no_tls'));

    expect(sink.received).toEqual([]);
  });

  it.each([['starttls', {}], ['implicit', { secure: true }]] as const)('encrypts with %s before anything is said', async (tls, options) => {
    const sink = kept(await MailSink.open({ ...options, ...server }));
    const mailer = await mailerFor(sink.port, { tls, ca: authority });

    await mailer.check();
    await mailer.send(mailOf());

    expect(sink.received).toMatchObject([{ isSecure: true }]);
  });

  it.each([['starttls', {}], ['implicit', { secure: true }]] as const)('sends nothing to a server whose certificate nobody vouches for (%s)', async (tls, options) => {
    const sink = kept(await MailSink.open({ ...options, ...server }));

    await expect((await mailerFor(sink.port, { tls })).send(mailOf())).rejects.toEqual(slug('mail.no_tls'));

    expect(sink.received).toEqual([]);
  });

  it('signs in, and says so when the server does not accept the password', async () => {
    const onAuth: SMTPServerOptions['onAuth'] = ({ username, password }, _session, done) => {
      if (username === 'yagura' && password === 'right') done(null, { user: 'yagura' });
      else done(new Error('no'));
    };
    const sink = kept(await MailSink.open({ ...server, authOptional: false, onAuth }));
    const mailerWith = (password: string) => mailerFor(sink.port, { tls: 'starttls', ca: authority, signIn: { user: 'yagura', password } });

    await expect((await mailerWith('wrong')).send(mailOf())).rejects.toEqual(slug('mail.sign_in_refused'));
    await (await mailerWith('right')).send(mailOf());

    expect(sink.received).toMatchObject([{ user: 'yagura', isSecure: true }]);
  });
});

describe('the settings of mail', () => {
  const settings = { host: 'mail.example.jp', from: FROM };

  it('ask for encryption unless the server is on this machine', () => {
    expect(SmtpSettings.parse(settings)).toMatchObject({ port: 587, tls: 'starttls' });
    expect(SmtpSettings.safeParse({ ...settings, tls: 'none' }).success).toBe(false);
    expect(SmtpSettings.safeParse({ ...settings, tls: 'none', host: '127.0.0.1.example.jp' }).success).toBe(false);
    for (const host of ['localhost', '127.0.0.1', '::1']) expect(SmtpSettings.safeParse({ ...settings, tls: 'none', host }).success).toBe(true);
  });

  it.each([['host', 'mail.example.jp\r\nRCPT TO:<x>'], ['host', '../x'], ['from', { name: 'x\r\nBcc: y@example.jp', address: 'a@example.jp' }], ['from', { address: 'a@example.jp, b@example.jp' }], ['ca', 'not a certificate']])('refuse %s %j', (path, value) => {
    expect(SmtpSettings.safeParse({ ...settings, [path]: value }).error?.issues[0].path[0]).toBe(path);
  });
});

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => { server.close(resolve); });
  return port;
}
