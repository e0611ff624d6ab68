import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { InteractionResults, Provider } from 'oidc-provider' with { 'resolution-mode': 'import' };
import type { IdentityStore } from '../identity-store';
import { issuerOf, type Realm } from '../realm';
import { findAccount, findByUsername, replaceOneTimePassword, type AccountWithPassword } from './account';
import { readForm } from './form-body';
import { beginAttempt, markSucceeded } from './login-attempt';
import { allowPage, choosePasswordPage, messagePage, sendPage, signInPage, type ChoiceFault, type FormFields, type Page } from './page';
import { languageOf, pageText, type Language, type PageText } from './page-text';
import { isPassword, passwordFault } from './password';

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

/** One request at one step of a sign-in: everything its handlers need. */
interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly interaction: Interaction;
  readonly language: Language;
  readonly text: PageText;
  readonly form: FormFields;
}

/**
 * The pages between a client's request and its code: sign in, choose a password, let a program on this computer continue. The
 * interaction is named by a signed cookie bound to its path; every form also carries a keyed hash of it, so a forged request fails.
 */
export class LoginFlow {
  constructor(
    private readonly provider: Provider, private readonly store: IdentityStore, private readonly realm: Realm,
    private readonly publicUrl: string, private readonly formKey: Buffer,
  ) {}

  async handle(request: IncomingMessage, response: ServerResponse, uid: string): Promise<void> {
    const visit = await this.visit(request, response, uid);
    if (visit === null) {
      const language = languageOf(undefined, request.headers['accept-language']);
      const text = pageText(language);
      sendPage(response, 400, messagePage(text.expiredTitle, text.expired), { realm: this.realm, language });
    } else if (request.method === 'POST') await this.submit(visit);
    else await this.show(visit);
  }

  private async visit(request: IncomingMessage, response: ServerResponse, uid: string): Promise<Visit | null> {
    const interaction = await this.provider.interactionDetails(request, response).catch(() => null);
    if (interaction === null || interaction.uid !== uid) return null;
    const language = languageOf(interaction.params.ui_locales, request.headers['accept-language']);
    const form = { action: `${issuerOf(this.publicUrl, this.realm)}/login/${uid}`, csrf: this.mac('form', uid) };
    return { request, response, interaction, language, text: pageText(language), form };
  }

  private async show(visit: Visit): Promise<void> {
    if (visit.interaction.prompt.name === 'login') return this.send(visit, signInPage(visit.text, visit.form, '', null));
    const client = await this.provider.Client.find(String(visit.interaction.params.client_id));
    const account = await findAccount(this.store, this.realm, visit.interaction.session?.accountId ?? '');
    // A browser client is ours and its address is registered; a program behind a loopback address could be anyone's (RFC 8252, 8.6).
    if (client?.applicationType !== 'native') return this.allow(visit);
    return this.send(visit, allowPage(visit.text, visit.form, client.clientName ?? client.clientId, account?.name ?? ''));
  }

  private async submit(visit: Visit): Promise<void> {
    const fields = await readForm(visit.request, new URL(this.publicUrl).origin);
    if (fields === null || !isSame(fields.get('csrf') ?? '', visit.form.csrf)) {
      return this.send(visit, messagePage(visit.text.errorTitle, visit.text.error), 400);
    }
    const { name } = visit.interaction.prompt;
    const step = fields.get('step');
    if (name === 'login' && step === 'password') return this.signIn(visit, fields.get('username') ?? '', fields.get('password') ?? '');
    if (name === 'login' && step === 'choose') return this.choose(visit, fields);
    if (name === 'consent' && step === 'allow') return this.allow(visit);
    return this.show(visit);
  }

  private async signIn(visit: Visit, username: string, password: string): Promise<void> {
    const attempt = await beginAttempt(this.store, { realm: this.realm, username, address: visit.request.socket.remoteAddress ?? '' });
    if (attempt === null) return this.send(visit, signInPage(visit.text, visit.form, username, 'limited'), 429);
    const account = await findByUsername(this.store, this.realm, username);
    if (!(await isPassword(password, account?.password ?? null)) || account === null) {
      return this.send(visit, signInPage(visit.text, visit.form, username, 'wrong'), 401);
    }
    await markSucceeded(this.store, attempt);
    return account.isOneTime ? this.askForPassword(visit, account, null) : this.finishSignIn(visit, account.subject);
  }

  private askForPassword(visit: Visit, account: AccountWithPassword, fault: ChoiceFault | null): void {
    const page = choosePasswordPage(visit.text, { ...visit.form, proof: this.proof(visit, account), username: account.username }, fault);
    this.send(visit, page, fault === null ? 200 : 422);
  }

  private async choose(visit: Visit, fields: URLSearchParams): Promise<void> {
    const account = await findByUsername(this.store, this.realm, fields.get('username') ?? '');
    if (account === null || !account.isOneTime || !isSame(fields.get('proof') ?? '', this.proof(visit, account))) return this.show(visit);
    const password = fields.get('password-new') ?? '';
    const fault = password !== fields.get('password-confirm') ? 'different' : passwordFault(password, account.username);
    if (fault !== null) return this.askForPassword(visit, account, fault);
    if (await isPassword(password, account.password)) return this.askForPassword(visit, account, 'same');
    if (!(await replaceOneTimePassword(this.store, account, password))) return this.show(visit);
    return this.finishSignIn(visit, account.subject);
  }

  private finishSignIn(visit: Visit, subject: string): Promise<void> {
    return this.finish(visit, { login: { accountId: subject, amr: ['pwd'] } }, false);
  }

  /** Grants the scopes that were asked for: all clients are our own, and scopes give nothing (our tables do). */
  private async allow(visit: Visit): Promise<void> {
    const { grantId, session, params, prompt } = visit.interaction;
    const known = grantId === undefined ? undefined : await this.provider.Grant.find(grantId);
    const grant = known ?? new this.provider.Grant({ accountId: session?.accountId, clientId: String(params.client_id) });
    const { missingOIDCScope, missingResourceScopes } = prompt.details;
    if (isTexts(missingOIDCScope)) grant.addOIDCScope(missingOIDCScope.join(' '));
    for (const [resource, scopes] of Object.entries(missingResourceScopes ?? {})) {
      if (isTexts(scopes)) grant.addResourceScope(resource, scopes.join(' '));
    }
    return this.finish(visit, { consent: { grantId: await grant.save() } }, true);
  }

  private finish(visit: Visit, result: InteractionResults, mergeWithLastSubmission: boolean): Promise<void> {
    return this.provider.interactionFinished(visit.request, visit.response, result, { mergeWithLastSubmission });
  }

  /** Browsers check the redirects after a form as well, so the client's own origin has to be allowed (CSP Level 3, form-action). */
  private send(visit: Visit, page: Page, status = 200): void {
    const formTargets = [new URL(String(visit.interaction.params.redirect_uri)).origin];
    sendPage(visit.response, status, page, { realm: this.realm, language: visit.language, formTargets });
  }

  /** That this browser has just shown the one-time password which is still stored; void as soon as that is replaced. */
  private proof(visit: Visit, account: AccountWithPassword): string {
    return this.mac('choose', visit.interaction.uid, account.subject, account.password.hash.toString('hex'));
  }

  private mac(...parts: readonly string[]): string {
    return createHmac('sha256', this.formKey).update(JSON.stringify([this.realm, ...parts])).digest('base64url');
  }
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every((each) => typeof each === 'string');
