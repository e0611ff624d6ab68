import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Allow, assertGrants, newPartnerKey, NotAllowed, Public, signAssertion, TokenVerifier, type VerifiedToken } from '@yagura/auth';
import { accessApi, type ServiceApi } from '@yagura/contracts';
import type { SystemDb, TenantDb } from '@yagura/db';
import { newId, Unauthenticated, type PartnerPermission, type Role, type TenantContext } from '@yagura/kernel';
import { PostgresDomainEvents } from '@yagura/messaging';
import { createLog, ServiceEdge, startService, type Implements, type RunningService } from '@yagura/runtime';
import { ASSERTION_KEY, GATEWAY_SETTINGS, gatewayService, TOKEN_VERIFIER } from '../index';

/** What the world needs of a test database; see `testDatabase` of `libs/testing`. */
export interface WorldDatabase {
  tenantDb(role: 'svc_gateway'): TenantDb;
  systemDb(role: 'lane_relay'): SystemDb;
}

/** What the world's access service knows of a person. */
export interface Person {
  readonly subject: string;
  readonly userId: string;
  readonly audience: 'staff' | 'customer';
  readonly homeTenantId: string;
  /** Set for a partner's program, whose grants carry permissions. */
  readonly actor?: 'partner';
  /** Tokens issued at or before this instant, in milliseconds, are refused. */
  leftAt?: number;
  grants: { tenantId: string; roles: Role[]; permissions?: PartnerPermission[] }[];
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly body: { readonly data?: Record<string, unknown> | null; readonly errors?: readonly { readonly message: string; readonly path?: readonly unknown[]; readonly extensions?: Record<string, unknown> }[] };
}

const byHash = (texts: readonly string[]): ReadonlyMap<string, string> => new Map(texts.map((text) => [createHash('sha256').update(text).digest('hex'), text]));

type Behaviour = (operation: string, input: unknown, ctx: TenantContext) => unknown;

/** A real gateway with real verification of real tokens; the services behind it are played, since to the gateway they are outsiders. */
export class GatewayWorld {
  readonly calls: { readonly operation: string; readonly input: unknown }[] = [];
  /** Addresses that came with questions for grants. */
  readonly addresses: (string | undefined)[] = [];
  /** What the played services answer; a test sets it. */
  behaviour: Behaviour = () => ({ items: [], nextCursor: null });
  private readonly people = new Map<string, Person>();
  private readonly keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  private readonly assertionKey = randomBytes(32);
  private readonly jwks: Server;
  private readonly events: PostgresDomainEvents;
  private service?: RunningService;
  private issuer = '';

  constructor(private readonly database: WorldDatabase) {
    const jwk = { ...this.keys.publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'RS256' };
    this.jwks = createServer((_, response) => response.end(JSON.stringify({ keys: [jwk] })));
    this.events = new PostgresDomainEvents(database.systemDb('lane_relay'));
  }

  async start(played: readonly ServiceApi[], settings: { readonly anyDocument: boolean; readonly documents?: readonly string[]; readonly customerDocuments?: readonly string[] }): Promise<this> {
    await new Promise<void>((resolve) => { this.jwks.listen(0, '127.0.0.1', resolve); });
    this.issuer = `http://127.0.0.1:${(this.jwks.address() as AddressInfo).port}`;
    const log = createLog('silent');
    const verifier = new TokenVerifier({ audience: 'gateway', partnerKeys: true, issuers: [{ issuer: this.issuer, keysUrl: `${this.issuer}/certs` }] });
    const edge = new ServiceEdge(verifier, this.assertionKey, log);
    edge.register(accessApi, this.access());
    for (const api of played) edge.register(api, this.play(api));
    await this.events.start();
    const registered = byHash(settings.documents ?? []);
    this.service = await startService(gatewayService, {
      db: this.database.tenantDb('svc_gateway'), events: this.events, edge, log, listen: { host: '127.0.0.1', port: 0 },
      provide: [
        { key: TOKEN_VERIFIER, value: verifier }, { key: ASSERTION_KEY, value: this.assertionKey },
        { key: GATEWAY_SETTINGS, value: { anyDocument: settings.anyDocument, registered: { staff: registered, customer: settings.customerDocuments === undefined ? registered : byHash(settings.customerDocuments) } } },
      ],
    });
    return this;
  }

  async stop(): Promise<void> {
    await this.service?.stop();
    await this.events.stop();
    this.jwks.close();
    this.jwks.closeAllConnections();
  }

  get port(): number {
    return this.service?.port ?? 0;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/graphql`;
  }

  /** Someone with these roles in a tenant of their own. */
  person(...roles: Role[]): Person {
    const tenantId = newId();
    const person: Person = { subject: newId(), userId: newId(), audience: roles.some((role) => role.startsWith('customer_')) ? 'customer' : 'staff', homeTenantId: tenantId, grants: [{ tenantId, roles }] };
    this.people.set(person.subject, person);
    return person;
  }

  /** A partner's program with these permissions in a tenant. */
  partner(...permissions: PartnerPermission[]): Person {
    const partner: Person = { subject: newId(), userId: newId(), audience: 'customer', actor: 'partner', homeTenantId: newId(), grants: [{ tenantId: newId(), roles: [], permissions }] };
    this.people.set(partner.subject, partner);
    return partner;
  }

  /** A fresh key of a partner's program. */
  keyOf(partner: Person): string {
    const { key } = newPartnerKey('test');
    this.people.set(createHash('sha256').update(key).digest('base64url'), partner);
    return key;
  }

  /** A fresh, honest token of a person that lives for `seconds`. */
  tokenOf({ subject }: Person, seconds = 300, now = Math.floor(Date.now() / 1_000)): string {
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ alg: 'RS256', kid: 'k1', typ: 'at+jwt' })}.${part({ iss: this.issuer, aud: 'gateway', typ: 'Bearer', sub: subject, azp: 'portal', iat: now, exp: now + seconds, jti: newId() })}`;
    return `${text}.${sign('RSA-SHA256', Buffer.from(text), this.keys.privateKey).toString('base64url')}`;
  }

  /** Posts any body with any headers. */
  async post(body: string, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(this.url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
    const text = await response.text();
    const parsed: unknown = /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : {};
    return { status: response.status, text, body: parsed as Answer['body'] };
  }

  /** Asks as a person. */
  ask(person: Person, query: string, variables: Record<string, unknown> = {}, more: Record<string, unknown> = {}): Promise<Answer> {
    return this.post(JSON.stringify({ query, variables, ...more }), { authorization: `Bearer ${this.tokenOf(person)}` });
  }

  private access(): Implements<typeof accessApi> {
    const known = ({ subject, issuer, organizationId, issuedAt }: VerifiedToken, { address }: { readonly address?: string }): Promise<{ assertion: string }> => {
      this.addresses.push(address);
      const person = this.people.get(subject);
      if (person === undefined) return Promise.reject(new NotAllowed());
      if (person.leftAt !== undefined && issuedAt * 1_000 <= person.leftAt) return Promise.reject(new Unauthenticated('This sign-in has ended.', { slug: 'auth.signed_out' }));
      const { userId, audience, actor, homeTenantId, grants } = person;
      return Promise.resolve({
        assertion: signAssertion(assertGrants({ issuer, subject, organizationId, userId, name: 'Person', audience, actor, homeTenantId, grants }, Date.now()), this.assertionKey),
      });
    };
    const leave = ({ subject }: VerifiedToken): Promise<{ signedOutAt: string }> => {
      const person = this.people.get(subject);
      if (person === undefined) return Promise.reject(new NotAllowed());
      person.leftAt = Date.now();
      return Promise.resolve({ signedOutAt: new Date(person.leftAt).toISOString() });
    };
    class Access {
      assertGrants = known;
      signOut = leave;
    }
    for (const name of ['assertGrants', 'signOut']) Public()(Access.prototype, name, {});
    // The contract's type does not tell a token's operation from the others, so the two kinds of context cannot be told apart here.
    return new Access() as unknown as Implements<typeof accessApi>;
  }

  private play<Api extends ServiceApi>(api: Api): Implements<Api> {
    class Played {}
    for (const { service, name, demands } of Object.values(api)) {
      const answer = (ctx: TenantContext, input: unknown): Promise<unknown> => {
        this.calls.push({ operation: `${service}.${name}`, input });
        return Promise.resolve().then(() => this.behaviour(name, input, ctx));
      };
      Object.defineProperty(Played.prototype, name, { value: answer });
      const mark = demands === 'token' ? Public() : Allow(demands);
      mark(Played.prototype, name, {});
    }
    return new Played() as Implements<Api>;
  }
}
