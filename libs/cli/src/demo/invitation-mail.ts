import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ReceivedInvitation {
  readonly username: string;
  readonly oneTimePassword: string;
}

/**
 * The newest invitation in the outbox folder for one person: what its reader would copy out of the mail. Undefined when none came yet.
 * Mails are RFC 5322 with base64 or quoted-printable bodies (RFC 2045, section 6).
 */
export function invitationFor(dataDir: string, email: string): ReceivedInvitation | undefined {
  const outbox = join(dataDir, 'outbox');
  if (!existsSync(outbox)) return undefined;
  const mails = readdirSync(outbox, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.eml'));
  const bodies = mails.map((name) => ({ at: 0, text: readFileSync(join(outbox, name), 'utf8') })).map(({ text }) => ({ at: dateOf(text), body: bodyOf(text) }));
  const own = bodies.filter(({ body }) => body.includes(email)).sort((a, b) => b.at - a.at);
  const oneTimePassword = /(?:One-time password|ワンタイムパスワード):\s+(\S+)/.exec(own[0]?.body ?? '')?.[1];
  return oneTimePassword === undefined ? undefined : { username: email, oneTimePassword };
}

const dateOf = (mail: string): number => Date.parse(/^Date: (.+)$/m.exec(mail)?.[1] ?? '') || 0;

function bodyOf(mail: string): string {
  const end = /\r?\n\r?\n/.exec(mail);
  if (end === null) return '';
  const body = mail.slice(end.index + end[0].length);
  const coding = /^Content-Transfer-Encoding: (\S+)/im.exec(mail)?.[1]?.toLowerCase();
  if (coding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (coding !== 'quoted-printable') return body;
  const bytes = body.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
