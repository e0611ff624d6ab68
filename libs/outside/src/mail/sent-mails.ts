import type { FileKey } from '../file/file-key';
import type { FileStore } from '../file/file-store';
import { FileAlreadyKept } from '../file/file.errors';
import { MessageIdTaken } from './mail.errors';
import type { Mail } from './mailer';
import { digestOf } from './message';

const JSON_TYPE = { contentType: 'application/json' };

/**
 * What is known of mails that were handed over, as small write-once files: which mail an id names, and who has it. A mail server forgets a
 * mail as soon as it has passed it on; without this a repeat after a crash or in another process would be a second mail.
 */
export class SentMails {
  constructor(private readonly files: FileStore) {}

  /** Ties the id to this mail for good, before anything is sent; MessageIdTaken when it names another. Answers who has the mail already. */
  async claim(mail: Mail): Promise<ReadonlySet<number>> {
    const key = keyOf(mail, 'claim.json');
    const isRepeat = (await this.files.stat(key)) !== undefined;
    try {
      await this.files.put(key, Buffer.from(`${JSON.stringify({ digest: digestOf(mail) })}\n`), JSON_TYPE);
    } catch (error) {
      throw error instanceof FileAlreadyKept ? new MessageIdTaken() : error;
    }
    return isRepeat ? this.delivered(mail) : new Set();
  }

  /** Notes that the recipients at these positions have the mail; durable when it returns. */
  async note(mail: Mail, positions: Iterable<number>): Promise<void> {
    const known = new Set(positions);
    const names = known.size === mail.to.length ? ['all.json'] : [...known].map((position) => `to-${position}.json`);
    for (const name of names) await this.files.put(keyOf(mail, name), Buffer.from('{}\n'), JSON_TYPE);
  }

  private async delivered(mail: Mail): Promise<ReadonlySet<number>> {
    const positions = mail.to.map((_to, position) => position);
    if ((await this.files.stat(keyOf(mail, 'all.json'))) !== undefined) return new Set(positions);
    if (positions.length === 1) return new Set();
    const isNoted = await Promise.all(positions.map(async (position) => (await this.files.stat(keyOf(mail, `to-${position}.json`))) !== undefined));
    return new Set(positions.filter((position) => isNoted[position]));
  }
}

const keyOf = ({ tenantId, messageId }: Mail, name: string): FileKey => ({ tenantId, kind: 'mail', id: messageId, name });
