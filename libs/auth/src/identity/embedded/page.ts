import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { Html, html } from './html';
import { PAGE_STYLE } from './page-style';
import { pageText, type Language, type PageText } from './page-text';
import type { Realm } from '../realm';

/** A page before it is put into the frame. */
export interface Page {
  readonly title: string;
  readonly body: Html;
}

/** What the frame around a page depends on; `formTargets` are the origins to which an answer to its form may lead. */
export interface PageFrame {
  readonly realm: Realm;
  readonly language: Language;
  readonly formTargets?: readonly string[];
}

/** The hidden part of each form: the proof that this very page was sent to this very browser, and which step it is. */
export interface FormFields {
  readonly action: string;
  readonly csrf: string;
}

const TOWER = html`<svg viewBox="0 0 48 48" aria-hidden="true" focusable="false"><g fill="var(--tower)"><path d="M24 3 5 15v4h38v-4z"/><path
 d="M11 21h26v3H11z"/><path d="M14 26h4l-5 19H8.500zM34 26h-4l5 19h4.500z"/><path d="M14.500 34h19v3h-19z"/></g><path fill="var(--lamp)"
 d="M24 25.500a4 4 0 0 1 2.200 7.300V34h-4.400v-1.200A4 4 0 0 1 24 25.500z"/></svg>`;

export function signInPage(text: PageText, form: FormFields, username: string, fault: 'wrong' | 'limited' | null): Page {
  return {
    title: text.signIn,
    body: html`<h1>${text.signIn}</h1>${alertOf(fault && text[fault])}
<form method="post" action="${form.action}">${hidden(form.csrf, 'password')}
<label for="username">${text.username}</label>
<input id="username" name="username" type="text" autocomplete="username" autocapitalize="none"
 spellcheck="false" maxlength="128" required value="${username}"${username === '' && new Html(' autofocus')}>
<label for="password">${text.password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="256" required${username !== '' && new Html(' autofocus')}>
<button type="submit">${text.continue}</button></form>`,
  };
}

export type ChoiceFault = 'short' | 'long' | 'same' | 'guessable' | 'different';

export function choosePasswordPage(text: PageText, form: FormFields & { proof: string; username: string }, fault: ChoiceFault | null): Page {
  return {
    title: text.chooseTitle,
    body: html`<h1>${text.chooseTitle}</h1><p class="lead">${text.chooseLead}</p>${alertOf(fault && text[fault])}
<form method="post" action="${form.action}">${hidden(form.csrf, 'choose')}
<input type="hidden" name="proof" value="${form.proof}"><input type="hidden" name="username" autocomplete="username" value="${form.username}">
<label for="password-new">${text.newPassword}</label>
<input id="password-new" name="password-new" type="password" autocomplete="new-password" minlength="12" maxlength="256"
 required autofocus aria-describedby="rule">
<p class="rule" id="rule">${text.rule}</p>
<label for="password-confirm">${text.repeatPassword}</label>
<input id="password-confirm" name="password-confirm" type="password" autocomplete="new-password" minlength="12" maxlength="256" required>
<button type="submit">${text.save}</button></form>`,
  };
}

export function allowPage(text: PageText, form: FormFields, client: string, name: string): Page {
  const title = text.allowTitle.replace('{client}', () => client);
  return {
    title,
    body: html`<h1>${title}</h1><p class="lead">${text.allowLead.replace('{name}', () => name)}</p>
<form method="post" action="${form.action}">${hidden(form.csrf, 'allow')}<button type="submit" autofocus>${text.allow}</button></form>`,
  };
}

/** The library's own form carries its proof against forged requests; the button says that all of the session ends. */
export function signOutPage(text: PageText, form: Html): Page {
  return {
    title: text.signOutTitle,
    body: html`<h1>${text.signOutTitle}</h1><p class="lead">${text.signOutLead}</p>${form}
<button type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>${text.signOut}</button>`,
  };
}

export function messagePage(title: string, lead: string): Page {
  return { title, body: html`<h1>${title}</h1><p class="lead" role="status">${lead}</p>` };
}

/** Sends a page that runs no script, loads nothing from elsewhere, is kept by no cache and shown in no frame. */
export function sendPage(response: ServerResponse, status: number, page: Page, frame: PageFrame): void {
  const { headers, text } = framed(page, frame);
  response.writeHead(status, headers).end(text);
}

/** The page as text with the headers that belong to it. */
export function framed({ title, body }: Page, { realm, language, formTargets = [] }: PageFrame): { text: string; headers: Record<string, string> } {
  const words = pageText(language);
  const nonce = randomBytes(16).toString('base64');
  const { text } = html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Yagura 櫓</title><style nonce="${nonce}">${new Html(PAGE_STYLE)}</style></head>
<body><main><header>${TOWER}<div><p class="name">Yagura 櫓</p><p class="place">${realm === 'yagura' ? words.customers : words.staff}</p></div></header>
${body}</main><footer>${words.tagline}</footer></body></html>
`;
  return {
    text,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-language': language,
      'content-security-policy':
        `default-src 'none'; style-src 'nonce-${nonce}'; form-action ${["'self'", ...formTargets].join(' ')}; frame-ancestors 'none'; base-uri 'none'`,
    },
  };
}

const alertOf = (message: string | null): Html | null => (message === null ? null : html`<p class="alert" role="alert">${message}</p>`);

const hidden = (csrf: string, step: string): Html =>
  html`<input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="step" value="${step}">`;
