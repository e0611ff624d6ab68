import type { Clock } from '@yagura/kernel';
import { randomUUID } from 'node:crypto';
import { link, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { hasCode, makeFolder, syncFolder, writeSynced } from '../durable-write';
import { MessageIdTaken } from './mail.errors';
import { checkedMail, type Mail, type MailAddress, type Mailer, type MailReceipt } from './mailer';
import { digestOf, messageOf } from './message';

export interface OutboxFolder {
  /** The data folder; mails lie in `outbox/<tenant>/<message id>.eml` below it, in order of time when ids are UUIDv7. */
  readonly dataFolder: string;
  readonly from: MailAddress;
  readonly clock: Clock;
}

const DIGEST = 'X-Yagura-Digest';

/** The mailer of the all-in-one: writes each mail as an RFC 5322 file that any mail program opens, and sends nothing. */
export class OutboxFolderMailer implements Mailer {
  // Without these two a text that looks like a path or an address could make the composer fetch it.
  private readonly composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows', disableFileAccess: true, disableUrlAccess: true });

  constructor(private readonly options: OutboxFolder) {}

  async send(mail: Mail): Promise<MailReceipt> {
    const checked = checkedMail(mail);
    const digest = digestOf(checked);
    const folder = join(this.options.dataFolder, 'outbox', checked.tenantId);
    await makeFolder(folder);
    const isNew = await writeOnce(folder, `${checked.messageId}.eml`, await this.compose(checked, digest));
    if (!isNew && (await digestIn(join(folder, `${checked.messageId}.eml`))) !== digest) throw new MessageIdTaken();
    return { messageId: checked.messageId, outcome: isNew ? 'sent' : 'repeated' };
  }

  private async compose(mail: Mail, digest: string): Promise<Buffer> {
    const message = messageOf(mail, this.options.from, this.options.clock.now());
    const { message: bytes } = await this.composer.sendMail({ ...message, headers: { ...message.headers, [DIGEST]: digest } });
    if (!Buffer.isBuffer(bytes)) throw new TypeError('the composer was asked for a buffer');
    return bytes;
  }
}

async function digestIn(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'latin1');
  return new RegExp(`^${DIGEST}: ([\\w-]{43})\\r$`, 'm').exec(text.slice(0, text.indexOf('\r\n\r\n') + 2))?.[1];
}

/** Gives the finished file its name in one step that fails when the name is taken; answers false then. */
async function writeOnce(folder: string, name: string, bytes: Uint8Array): Promise<boolean> {
  const draft = join(folder, `.${randomUUID()}`);
  await writeSynced(draft, bytes);
  try {
    await link(draft, join(folder, name));
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
  await syncFolder(folder);
  return true;
}
