import { deterministicId } from '@yagura/kernel';

export interface Invitation {
  readonly displayName: string;
  readonly email: string;
  readonly locale: 'ja' | 'en';
  readonly company: string;
  readonly signInUrl: string;
  readonly oneTimePassword: string;
}

/** The mail's name, from the person and the number of the invitation: a repeated hand-over of one invitation is one mail. */
export const invitationId = (userId: string, number: number): string => deterministicId('invitation', userId, String(number));

/** Subject and text of the mail that brings a one-time password. Only values are filled in; nothing in them is read as markup. */
export function invitationMail(invitation: Invitation): { subject: string; text: string } {
  return invitation.locale === 'ja' ? japanese(invitation) : english(invitation);
}

const english = ({ displayName, email, company, signInUrl, oneTimePassword }: Invitation): { subject: string; text: string } => ({
  subject: 'Your access to Yagura',
  text: [
    `Dear ${displayName},`, '', `You can now sign in to Yagura for ${company}.`, '', `Sign-in page:       ${signInUrl}`, `User name:          ${email}`,
    `One-time password:  ${oneTimePassword}`, '', 'Choose a password of your own at the first sign-in. The one-time password ends after 72 hours.',
    'It replaces any earlier one that was sent to you. If you did not expect this mail, please tell your provider.', '',
  ].join('\n'),
});

const japanese = ({ displayName, email, company, signInUrl, oneTimePassword }: Invitation): { subject: string; text: string } => ({
  subject: 'Yagura のご利用開始について',
  text: [
    `${displayName} 様`, '', `${company} の Yagura にサインインできるようになりました。`, '', `サインイン画面: ${signInUrl}`, `ユーザー名: ${email}`,
    `ワンタイムパスワード: ${oneTimePassword}`, '', '最初のサインインの際に、ご自身のパスワードを設定してください。ワンタイムパスワードの有効期限は72時間です。',
    '以前にお送りしたワンタイムパスワードは無効になります。お心当たりのない場合は、ご契約のサービス提供元までご連絡ください。', '',
  ].join('\n'),
});
