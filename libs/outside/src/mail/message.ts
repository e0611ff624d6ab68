import { createHash } from 'node:crypto';
import type { SendMailOptions } from 'nodemailer';
import type { Mail, MailAddress } from './mailer';

/** What a receiver gets, for the composer. The id names the mail, so that a receiver who gets a repeat recognises it. */
export function messageOf(mail: Mail, from: MailAddress, date: Date): SendMailOptions & { readonly headers: Readonly<Record<string, string>> } {
  return {
    from: composed(from), to: mail.to.map(composed), subject: mail.subject, text: mail.text, date, messageId: `<${mail.messageId}@${from.address.split('@')[1]}>`,
    // RFC 3834: no vacation notice answers a machine.
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': mail.language },
  };
}

/** Over everything the receiver sees but the date, so that a repeat at another hour is still the same mail. Short: a longer header is folded. */
export function digestOf({ to, subject, text, language }: Mail): string {
  return createHash('sha256').update(JSON.stringify([to.map(composed), subject, text, language])).digest('base64url');
}

const composed = ({ name, address }: MailAddress): { name: string; address: string } => ({ name: name ?? '', address });
