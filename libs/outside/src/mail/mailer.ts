import { InvalidInput, isUuid, type TenantId } from '@yagura/kernel';
import { z } from 'zod';

/** One person or list that a mail goes to. */
export interface MailAddress {
  readonly name?: string;
  readonly address: string;
}

/** A plain-text mail. `messageId` is a UUID that the caller derives from what the mail is about, so that a repeat is recognised. */
export interface Mail {
  readonly tenantId: TenantId;
  readonly to: readonly MailAddress[];
  readonly subject: string;
  readonly text: string;
  readonly language: 'ja' | 'en';
  readonly messageId: string;
}

export interface MailReceipt {
  readonly messageId: string;
  /** `repeated` when this very mail had been handed over before; nothing was sent again. */
  readonly outcome: 'sent' | 'repeated';
}

/** Hands mails over to their way out. Implementations pass `mailerContract`. Addresses must come from our own contact rows. */
export interface Mailer {
  /** Returns when the mail is durable or accepted. InvalidInput `mail.unfit`; Conflict `mail.id_taken` for another mail's id. */
  send(mail: Mail): Promise<MailReceipt>;
}

// A control character (CR and LF above all) in a header would begin another header; line separators and half surrogates go with them.
const Header = (longest: number) => z.string().max(longest).regex(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}]*$/u);

const MailSchema = z.strictObject({
  tenantId: z.string().refine(isUuid),
  // 20: contact lists are short; a longer one is a mistake or a way to send bulk mail through us.
  to: z.array(z.strictObject({ name: Header(100).optional(), address: z.email().max(254) })).min(1).max(20),
  subject: Header(200).min(1),
  // 200,000 characters: ten times our longest mail; reports go by link, not in the text.
  text: z.string().max(200_000).regex(/^[^\0\p{Surrogate}]*$/u),
  language: z.enum(['ja', 'en']),
  messageId: z.string().refine(isUuid),
});

/** Throws InvalidInput `mail.unfit` with the first fault's path; never repeats the faulty text. */
export function checkedMail(mail: Mail): Mail {
  const result = MailSchema.safeParse(mail);
  if (result.success) return mail;
  const path = result.error.issues[0]?.path.join('.') ?? '';
  throw new InvalidInput('The mail has a part that cannot be sent.', { slug: 'mail.unfit', path });
}
