import { describe, expect, it } from '@jest/globals';
import { newId } from '@yagura/kernel';
import type { Mail, Mailer } from '../mail/mailer';

/** A mail as its receiver's program understands it. */
export interface SentMail {
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
}

/** A mailer, and a look at what came out of it for one tenant, in the order of sending. */
export interface MailerUnderTest {
  readonly mailer: Mailer;
  readonly sentTo: (tenantId: string) => Promise<readonly SentMail[]>;
}

const mailOf = (change: Partial<Mail> = {}): Mail => ({
  tenantId: newId(), to: [{ name: '佐藤 花子', address: 'hanako@example.jp' }, { address: 'soc@example.jp' }], subject: '【要対応】ケース C-0042 の承認依頼',
  text: 'お客様の承認が必要です。\n.\nFrom here on: please answer within 30 minutes.\n', language: 'ja', messageId: newId(), ...change,
});
const unfit = (path: string) => expect.objectContaining({ slug: 'mail.unfit', path });

/** What every Mailer promises; run it once per adapter inside a spec file. `make` is called for each test. */
export function mailerContract(name: string, make: () => Promise<MailerUnderTest>): void {
  describe(`${name} as a mailer`, () => {
    it('sends a Japanese mail whose headers and text arrive as they were written', async () => {
      const { mailer, sentTo } = await make();
      const mail = mailOf();

      expect(await mailer.send(mail)).toEqual({ messageId: mail.messageId, outcome: 'sent' });

      const [sent] = await sentTo(mail.tenantId);
      expect(sent.text.replace(/\r\n/g, '\n')).toBe(mail.text);
      expect(sent.headers.get('subject')).toBe(mail.subject);
      expect(sent.headers.get('to')).toBe('佐藤 花子 <hanako@example.jp>, soc@example.jp');
      expect(sent.headers.get('content-language')).toBe('ja');
      expect(sent.headers.get('auto-submitted')).toBe('auto-generated');
      expect(sent.headers.get('message-id')).toContain(mail.messageId);
    });

    it('sends a repeated mail once, also when both come at the same time', async () => {
      const { mailer, sentTo } = await make();
      const mail = mailOf();

      const outcomes = (await Promise.all([mailer.send(mail), mailer.send(mail), mailer.send(mail)])).map((receipt) => receipt.outcome);

      expect(outcomes.sort()).toEqual(['repeated', 'repeated', 'sent']);
      expect(await sentTo(mail.tenantId)).toHaveLength(1);
    });

    it('refuses another mail under a used message id', async () => {
      const { mailer, sentTo } = await make();
      const mail = mailOf();
      await mailer.send(mail);

      await expect(mailer.send({ ...mail, subject: 'Another' })).rejects.toEqual(expect.objectContaining({ slug: 'mail.id_taken', kind: 'Conflict' }));
      expect(await sentTo(mail.tenantId)).toHaveLength(1);
    });

    it('keeps the mails of tenants apart', async () => {
      const { mailer, sentTo } = await make();
      const [mine, other] = [mailOf({ subject: 'mine' }), mailOf({ subject: 'other' })];
      await mailer.send(mine);
      await mailer.send(other);

      expect((await sentTo(mine.tenantId)).map((sent) => sent.headers.get('subject'))).toEqual(['mine']);
    });

    it('takes 20 recipients and refuses 21, or none', async () => {
      const { mailer } = await make();
      const people = Array.from({ length: 21 }, (_, n) => ({ address: `p${n}@example.jp` }));

      expect((await mailer.send(mailOf({ to: people.slice(1) }))).outcome).toBe('sent');
      await expect(mailer.send(mailOf({ to: people }))).rejects.toEqual(unfit('to'));
      await expect(mailer.send(mailOf({ to: [] }))).rejects.toEqual(unfit('to'));
    });

    it.each<[string, Partial<Mail>, string]>([
      ['a line break in the subject', { subject: 'x\r\nBcc: thief@example.org' }, 'subject'],
      ['a bare line feed in the subject', { subject: 'x\nBcc: thief@example.org' }, 'subject'],
      ['a line break in a name', { to: [{ name: 'x\r\nBcc: thief@example.org', address: 'a@example.jp' }] }, 'to.0.name'],
      ['a line break in an address', { to: [{ address: 'a@example.jp\r\nBcc: thief@example.org' }] }, 'to.0.address'],
      ['two addresses in one', { to: [{ address: 'a@example.jp, b@example.org' }] }, 'to.0.address'],
      ['a display name in an address', { to: [{ address: 'A <a@example.jp>' }] }, 'to.0.address'],
      ['a line separator in the subject', { subject: 'x\u2028y' }, 'subject'],
      ['an empty subject', { subject: '' }, 'subject'],
      ['a zero byte in the text', { text: 'a\0b' }, 'text'],
      ['a path as message id', { messageId: '../../x' }, 'messageId'],
      ['a path as tenant', { tenantId: '../x' as Mail['tenantId'] }, 'tenantId'],
    ])('refuses %s and sends nothing', async (_what, change, path) => {
      const { mailer, sentTo } = await make();
      const mail = mailOf();

      await expect(mailer.send({ ...mail, ...change })).rejects.toEqual(unfit(path));
      expect(await sentTo(mail.tenantId)).toEqual([]);
    });

    it('never reads a file or an address that the text names', async () => {
      const { mailer, sentTo } = await make();
      const mail = mailOf({ text: 'file:///etc/passwd', subject: '../../etc/passwd' });
      await mailer.send(mail);

      expect((await sentTo(mail.tenantId))[0].text.trim()).toBe('file:///etc/passwd');
    });
  });
}
