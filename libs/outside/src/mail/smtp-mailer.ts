import type { Clock } from '@yagura/kernel';
import { setTimeout as pause } from 'node:timers/promises';
import type { FileStore } from '../file/file-store';
import { pauseAfter } from './back-off';
import { MailRefused, MailUnavailable, type MailTrouble } from './mail.errors';
import { checkedMail, type Mail, type Mailer, type MailReceipt } from './mailer';
import { messageOf } from './message';
import { SentMails } from './sent-mails';
import { SmtpLine } from './smtp-line';
import { USUAL_SMTP_LIMITS, type SmtpLimits, type SmtpSettings } from './smtp-settings';

export interface SmtpMailerParts {
  readonly settings: SmtpSettings;
  /** Where it is remembered which mails went out; the same one for all processes that send. */
  readonly files: FileStore;
  readonly clock: Clock;
  readonly limits?: SmtpLimits;
}

/** Recipients by position, as far as one call of `send` has come. */
interface Progress { readonly done: Set<number>; readonly refused: Map<number, number>; trouble?: MailTrouble; cause?: unknown }

/**
 * The mailer of distributed mode: hands mails to a submission server (ADR 0015). Nobody gets a mail twice unless a process dies between the
 * server's "accepted" and our note of it; then the repeat has the same Message-ID, by which mailboxes recognise it.
 */
export class SmtpMailer implements Mailer {
  private readonly line: SmtpLine;
  private readonly sent: SentMails;
  private readonly limits: SmtpLimits;
  private readonly sending = new Map<string, Promise<MailReceipt>>();

  constructor(private readonly parts: SmtpMailerParts) {
    this.limits = parts.limits ?? USUAL_SMTP_LIMITS;
    this.line = new SmtpLine(parts.settings, this.limits);
    this.sent = new SentMails(parts.files);
  }

  /** For a start: throws Unavailable `mail.away`, `mail.no_tls` or `mail.sign_in_refused` unless the server lets us in. */
  async check(): Promise<void> {
    const found = await this.line.trouble();
    if (found !== undefined) throw new MailUnavailable(found.trouble, found.cause);
  }

  /** Ends the connections that are kept open between mails. */
  close(): void { this.line.close(); }

  /**
   * As the port says; besides, Conflict `mail.refused` when the server refuses a recipient for good, and Unavailable `mail.<trouble>` when it
   * does not take the mail now: a repeat goes on with those who have not got it.
   */
  async send(mail: Mail): Promise<MailReceipt> {
    const checked = checkedMail(mail);
    const name = `${checked.tenantId}/${checked.messageId}`;
    // One after the other within this process: the second then finds what the first has noted.
    const turn = (this.sending.get(name) ?? Promise.resolve()).then(() => this.sendNext(checked), () => this.sendNext(checked));
    this.sending.set(name, turn);
    try {
      return await turn;
    } finally {
      if (this.sending.get(name) === turn) this.sending.delete(name);
    }
  }

  private async sendNext(mail: Mail): Promise<MailReceipt> {
    const had = await this.sent.claim(mail);
    if (had.size === mail.to.length) return { messageId: mail.messageId, outcome: 'repeated' };
    const progress: Progress = { done: new Set(had), refused: new Map() };
    await this.deliver(mail, progress);
    if (progress.done.size > had.size) await this.sent.note(mail, progress.done);
    const [refusal] = progress.refused.values();
    if (progress.trouble !== undefined) throw new MailUnavailable(progress.trouble, progress.cause);
    if (refusal !== undefined) throw new MailRefused([...progress.refused.keys()], refusal);
    return { messageId: mail.messageId, outcome: 'sent' };
  }

  /** Tries until everybody has the mail or is refused for good, a bounded number of times. */
  private async deliver(mail: Mail, progress: Progress): Promise<void> {
    const message = messageOf(mail, this.parts.settings.from, this.parts.clock.now());
    for (let tried = 1; ; tried += 1) {
      const waiting = [...mail.to.keys()].filter((position) => !progress.done.has(position) && !progress.refused.has(position));
      const { accepted, refused, trouble, cause } = await this.line.deliver(message, waiting.map((position) => mail.to[position].address));
      const positionsOf = (address: string): number[] => waiting.filter((position) => mail.to[position].address === address);
      accepted.flatMap(positionsOf).forEach((position) => { progress.done.add(position); });
      for (const { address, code } of refused) positionsOf(address).forEach((position) => { progress.refused.set(position, code); });
      Object.assign(progress, { trouble, cause });
      if (trouble === undefined || tried >= this.limits.tries || !PASSING.has(trouble)) return;
      await pause(pauseAfter(tried, this.limits.pauseMs, Math.random()));
    }
  }
}

/** What may be over in a moment; certificates and passwords are not. */
const PASSING: ReadonlySet<MailTrouble> = new Set(['away', 'deferred']);
