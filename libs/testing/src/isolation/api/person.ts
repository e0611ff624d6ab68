import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { clientCredentials, issuerOf, signInWithPassword, type Realm } from '@yagura/auth';
import { eventually } from '../../eventually';
import type { ApiActor } from './api-caller';

export const SIGN_IN_CLIENT = 'yagura-cli-login';
export const UNVISITED = 'http://127.0.0.1/callback';
/** Only ends a wait that will never end; a machine may have much else to do. */
const HANG_MS = 180_000;
/** Renewed this long before its end, so that no request of a phase goes out with a token that ends on its way. */
const EARLY_MS = 60_000;

/** Where people sign in, and how their mails are read. */
export interface SignInPlace {
  readonly dataDir: string;
  readonly identityUrl: string;
  /** Mails as they went out, whole; without it those of the outbox folder. */
  readonly mails?: () => readonly string[];
}

/** A person of the room who can also sit down at a browser. */
export interface Person extends ApiActor {
  readonly signIn: { readonly username: string; readonly password: string };
}

/** Someone whose every word is refused for want of a sign-in, whatever the header says. */
export const outsider = (name: string, authorization?: string): ApiActor => ({ name, authorization: () => Promise.resolve(authorization) });

/** The command line's own account, which operates the installation. */
export function operatorOf({ dataDir, identityUrl }: SignInPlace): ApiActor {
  const clientSecret = readFileSync(join(dataDir, 'identity', 'yagura-cli.secret'), 'utf8').trim();
  return remembered('operator', () => clientCredentials({ issuer: issuerOf(identityUrl, 'yagura-staff'), clientId: 'yagura-cli', clientSecret }));
}

/** A person of the room, signed in for the first time with the password from their invitation. */
export async function personOf(name: string, place: SignInPlace, realm: Realm, email: string): Promise<Person> {
  const issuer = issuerOf(place.identityUrl, realm);
  const invited = await eventually(`the invitation of ${email}`, () => Promise.resolve(oneTimePassword(place.mails?.() ?? outboxOf(place.dataDir), email)), HANG_MS);
  const password = randomBytes(12).toString('base64url');
  const signIn = { issuer, clientId: SIGN_IN_CLIENT, username: email, redirectUri: UNVISITED };
  await signInWithPassword({ ...signIn, password: invited, newPassword: password });
  return { ...remembered(name, () => signInWithPassword({ ...signIn, password })), signIn: { username: email, password } };
}

/** An actor whose token is had once and renewed before its end. */
export function remembered(name: string, signIn: () => Promise<{ readonly accessToken: string; readonly expiresInSec: number }>): ApiActor {
  let kept: { readonly token: Promise<string>; until: number } | undefined;
  return {
    name,
    authorization: async () => {
      if (kept === undefined || kept.until < performance.now()) {
        const fresh = { token: Promise.resolve(''), until: Number.POSITIVE_INFINITY };
        fresh.token = signIn().then(({ accessToken, expiresInSec }) => {
          fresh.until = performance.now() + expiresInSec * 1_000 - EARLY_MS;
          return accessToken;
        });
        kept = fresh;
      }
      return `Bearer ${await kept.token}`;
    },
  };
}

function outboxOf(dataDir: string): readonly string[] {
  const outbox = join(dataDir, 'outbox');
  if (!existsSync(outbox)) return [];
  return readdirSync(outbox, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.eml')).map((name) => readFileSync(join(outbox, name), 'utf8'));
}

function oneTimePassword(mails: readonly string[], email: string): string | undefined {
  const own = mails.map(mailText).find((mail) => mail.includes(email));
  return /(?:One-time password|ワンタイムパスワード):\s+(\S+)/.exec(own ?? '')?.[1];
}

/** The text of a mail: its head as it is, its body decoded (RFC 2045, section 6). */
export function mailText(mail: string): string {
  const end = /\r?\n\r?\n/.exec(mail);
  if (end === null) return mail;
  const head = mail.slice(0, end.index);
  const body = mail.slice(end.index + end[0].length);
  const coding = /^Content-Transfer-Encoding: (\S+)/im.exec(head)?.[1]?.toLowerCase();
  if (coding === 'base64') return `${head}\n\n${Buffer.from(body, 'base64').toString('utf8')}`;
  if (coding !== 'quoted-printable') return mail;
  const bytes = body.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return `${head}\n\n${Buffer.from(bytes, 'latin1').toString('utf8')}`;
}
