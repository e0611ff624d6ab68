import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signInWithBrowser } from './loopback';

/** A provider's token endpoint as a client meets it: it remembers what came with the code. */
let provider: Server;
let issuer: string;
let exchanged: URLSearchParams[];

beforeAll(async () => {
  provider = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
      exchanged.push(new URLSearchParams(Buffer.concat(parts).toString()));
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ access_token: 'the-token', expires_in: 300 }));
    });
  });
  await new Promise<void>((resolve) => { provider.listen(0, '127.0.0.1', resolve); });
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/realms/yagura`;
});
afterAll(() => { provider.close(); });
beforeEach(() => { exchanged = []; });

interface Asked { readonly redirectUri: string; readonly state: string; readonly challenge: string }

/** Starts a sign-in; `visit` plays the browser that comes back from the provider. */
async function signIn(visit: (asked: Asked) => Promise<void>, signal = new AbortController().signal): Promise<{ token: string; asked: Asked }> {
  let asked: Asked | undefined;
  let visited: Promise<void> = Promise.resolve();
  const tokens = await signInWithBrowser({
    issuer, signal, withinMs: 30_000,
    show: (address) => {
      const query = new URL(address).searchParams;
      asked = { redirectUri: query.get('redirect_uri') ?? '', state: query.get('state') ?? '', challenge: query.get('code_challenge') ?? '' };
      visited = visit(asked);
    },
  });
  await visited;
  return { token: tokens.accessToken, asked: asked ?? { redirectUri: '', state: '', challenge: '' } };
}

const come = (uri: string, query: Readonly<Record<string, string>>): Promise<number> => fetch(`${uri}?${new URLSearchParams(query).toString()}`).then(({ status }) => status);

describe('a sign-in with a browser', () => {
  it('listens on the loopback address, exchanges the code with the verifier of its challenge, and closes', async () => {
    const { token, asked } = await signIn(async ({ redirectUri, state }) => { await come(redirectUri, { code: 'a-code', state, iss: issuer }); });

    expect(token).toBe('the-token');
    expect(asked.redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
    expect(Object.fromEntries(exchanged[0])).toMatchObject({ grant_type: 'authorization_code', code: 'a-code', redirect_uri: asked.redirectUri });
    expect(createHash('sha256').update(exchanged[0].get('code_verifier') ?? '').digest('base64url')).toBe(asked.challenge);
    await expect(come(asked.redirectUri, { code: 'late', state: asked.state })).rejects.toThrow();
  });

  it('passes over answers to a question that it did not ask, or from another issuer', async () => {
    const statuses: number[] = [];

    await signIn(async ({ redirectUri, state }) => {
      statuses.push(await come(redirectUri, { code: 'forged', state: 'x' }), await come(redirectUri, { code: 'forged', state, iss: 'https://elsewhere.invalid' }), await come(redirectUri, { code: 'true', state }));
    });

    expect(statuses).toEqual([404, 404, 200]);
    expect(exchanged.map((form) => form.get('code'))).toEqual(['true']);
  });

  it('ends with the provider’s word when the person was refused, and never shows what is no word', async () => {
    await expect(signIn(async ({ redirectUri, state }) => { await come(redirectUri, { error: 'access_denied', state }); })).rejects.toMatchObject({ reason: 'access_denied' });
    await expect(signIn(async ({ redirectUri, state }) => { await come(redirectUri, { error: '\u001b[31mred', state }); })).rejects.toMatchObject({ reason: 'unexpected_page' });
    expect(exchanged).toEqual([]);
  });

  it('ends when it is stopped', async () => {
    const abort = new AbortController();

    await expect(signIn(() => { abort.abort(); return Promise.resolve(); }, abort.signal)).rejects.toMatchObject({ slug: 'login.stopped' });
  });
});
