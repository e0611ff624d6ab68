import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { issuerOf, signInWithPassword, type Realm, type TokenSet } from '@yagura/auth';
import { accessOf } from '../api/access';
import { QUEUE } from '../api/case-documents';
import { readSecrets } from '../demo/people-file';
import { curlLine } from '../login/curl-line';
import { LOGIN_CLIENT, signInWithBrowser } from '../login/loopback';
import { ACCESS_OPTIONS } from './access-options';
import { InvalidUsage, type Command, type Invocation } from './command';

const WITHIN_MS = 5 * 60_000;
/** Nobody listens there: the form-filling sign-in reads the code from the redirect itself. */
const UNVISITED = 'http://127.0.0.1/callback';
const USAGE = '[--realm staff|customer] | --user NAME [--password-stdin]';

/** Signs a person in and prints the token, and one line of curl that lists the queue with it. The token goes to the terminal only. */
export const login: Command = {
  usage: USAGE,
  options: {
    'data': ACCESS_OPTIONS['data'], 'graphql-url': ACCESS_OPTIONS['graphql-url'], 'identity-url': ACCESS_OPTIONS['identity-url'],
    realm: { type: 'string', about: 'staff (default): the provider’s people; customer: a client company’s' },
    user: { type: 'string', about: 'sign in without a browser as this person; the demo’s people need no password here' },
    'password-stdin': { type: 'boolean', about: 'read the password of --user from standard input' },
  },
  run: async (invocation) => {
    const { flags, switches, terminal } = invocation;
    if (invocation.positionals.length > 0 || (switches.has('password-stdin') && flags['user'] === undefined)) throw new InvalidUsage(`Type "yagura login ${USAGE}".`);
    const realm = realmOf(flags['realm']);
    const { dataDir, identityUrl, graphqlUrl } = accessOf(flags);
    const { accessToken: token, expiresInSec } = flags['user'] === undefined
      ? await byBrowser(issuerOf(identityUrl, realm ?? 'yagura-staff'), invocation)
      : await byPassword(identityUrl, resolve(dataDir), flags['user'], realm, switches.has('password-stdin'));
    const curl = curlLine(graphqlUrl, token, QUEUE, { first: 10 });
    if (switches.has('json')) terminal.out(JSON.stringify({ token, expiresInSec, graphqlUrl, curl }));
    else {
      terminal.out(token);
      terminal.err(`The token holds for ${expiresInSec} s. List the queue with it:`);
      terminal.out(curl);
    }
    return 0;
  },
};

function realmOf(word: string | undefined): Realm | undefined {
  const realms: Readonly<Record<string, Realm>> = { staff: 'yagura-staff', customer: 'yagura' };
  if (word !== undefined && !Object.hasOwn(realms, word)) throw new InvalidUsage('--realm is staff or customer.');
  return word === undefined ? undefined : realms[word];
}

function byBrowser(issuer: string, { terminal, signal }: Invocation): Promise<TokenSet> {
  return signInWithBrowser({
    issuer, signal, withinMs: WITHIN_MS,
    show: (address) => { for (const line of ['Open this address in a browser on this machine; this command waits for five minutes:', '', address, '']) terminal.err(line); },
  });
}

async function byPassword(identityUrl: string, dataDir: string, user: string, realm: Realm | undefined, fromStdin: boolean): Promise<TokenSet> {
  const known = readSecrets(dataDir).people.find(({ username }) => username.toLowerCase() === user.toLowerCase());
  const password = fromStdin ? (await text(process.stdin)).replace(/\r?\n$/, '') : known?.password;
  if (password === undefined) throw new InvalidUsage(`The demo has no person "${user}"; give the password with --password-stdin, or leave --user out to sign in with a browser.`);
  const issuer = issuerOf(identityUrl, realm ?? known?.realm ?? 'yagura-staff');
  return signInWithPassword({ issuer, clientId: LOGIN_CLIENT, username: user, password, redirectUri: UNVISITED });
}
