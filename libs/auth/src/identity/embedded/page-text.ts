/** Everything the sign-in pages say, in both languages. */
const EN = {
  signIn: 'Sign in', customers: 'Customer portal', staff: 'Operations console', username: 'User name', password: 'Password',
  continue: 'Continue', wrong: 'User name or password is wrong, or the one-time password is over.',
  limited: 'Too many tries. Please wait 15 minutes and try again.',
  chooseTitle: 'Choose your password', chooseLead: 'You signed in with a one-time password. Choose your own now.',
  newPassword: 'New password', repeatPassword: 'New password, again', rule: 'At least 12 characters. A sentence of several words is a good password.',
  short: 'The password needs at least 12 characters.', long: 'The password may have 256 characters at most.',
  same: 'This is the one-time password. Choose another.', guessable: 'This is easy to guess: do not use your name or the same few characters.',
  different: 'The two passwords are not the same.', save: 'Save and continue',
  allowTitle: 'Continue to {client}?', allowLead: 'A program on this computer asks to act as {name}. Continue only if you just started it.',
  allow: 'Continue', expiredTitle: 'This page is over', expired: 'Please go back to Yagura and sign in again.',
  signOutTitle: 'Sign out?', signOutLead: 'You will be signed out of Yagura in this browser.', signOut: 'Sign out',
  signedOutTitle: 'Signed out', signedOut: 'You may close this window.',
  errorTitle: 'This did not work', error: 'The request was not understood. Please go back to Yagura and start again.',
  tagline: 'Watching over your company, day and night.',
};

export type PageText = typeof EN;

const JA: PageText = {
  signIn: 'サインイン', customers: 'お客様ポータル', staff: '運用コンソール', username: 'ユーザー名', password: 'パスワード',
  continue: '続ける', wrong: 'ユーザー名またはパスワードが違うか、ワンタイムパスワードの期限が切れています。',
  limited: '試行回数が多すぎます。15分ほど待ってからもう一度お試しください。',
  chooseTitle: 'パスワードの設定', chooseLead: 'ワンタイムパスワードでサインインしました。ご自身のパスワードを設定してください。',
  newPassword: '新しいパスワード', repeatPassword: '新しいパスワード(確認)', rule: '12文字以上。いくつかの言葉をつないだ文がおすすめです。',
  short: 'パスワードは12文字以上にしてください。', long: 'パスワードは256文字までです。',
  same: 'ワンタイムパスワードと同じです。別のパスワードにしてください。', guessable: '推測されやすいパスワードです。お名前や少ない種類の文字は避けてください。',
  different: '2つのパスワードが一致しません。', save: '保存して続ける',
  allowTitle: '{client} に進みますか', allowLead: 'このコンピューターのプログラムが {name} として操作しようとしています。ご自身で起動した場合だけ続けてください。',
  allow: '続ける', expiredTitle: 'ページの期限切れ', expired: 'Yagura に戻って、もう一度サインインしてください。',
  signOutTitle: 'サインアウトしますか', signOutLead: 'このブラウザーの Yagura からサインアウトします。', signOut: 'サインアウト',
  signedOutTitle: 'サインアウトしました', signedOut: 'このウィンドウは閉じてかまいません。',
  errorTitle: '処理できませんでした', error: 'リクエストを処理できませんでした。Yagura に戻って、最初からやり直してください。',
  tagline: '昼も夜も、あなたの会社を見守ります。',
};

export type Language = 'ja' | 'en';

export const pageText = (language: Language): PageText => (language === 'ja' ? JA : EN);

/** The first of our languages in the client's wish (`ui_locales`), else the best of Accept-Language (RFC 9110, section 12.5.4), else English. */
export function languageOf(uiLocales: unknown, acceptLanguage: string | undefined): Language {
  const wished = typeof uiLocales === 'string' ? uiLocales.split(' ') : [];
  const accepted = (acceptLanguage ?? '').split(',').slice(0, 20).map((entry, index) => {
    const [tag = '', quality] = entry.split(';q=');
    return { tag: tag.trim(), weight: quality === undefined ? 1 : Number(quality) || 0, index };
  }).filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight || a.index - b.index).map(({ tag }) => tag);
  const first = [...wished, ...accepted].map((tag) => tag.toLowerCase().split('-')[0]).find((tag) => tag === 'ja' || tag === 'en');
  return first === 'ja' ? 'ja' : 'en';
}
