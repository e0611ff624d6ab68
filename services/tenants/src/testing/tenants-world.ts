import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contextFrom, EmbeddedAdmin, IdentityNews, verifyAssertion, type VerifiedToken } from '@yagura/auth';
import { forSystem, PreconditionFailed, systemClock, type Permission, type TenantContext } from '@yagura/kernel';
import type { tenantApi, OperationParsed } from '@yagura/contracts';
import type { SystemDb, TenantDb } from '@yagura/db';
import { PostgresDomainEvents } from '@yagura/messaging';
import { OutboxFolderMailer } from '@yagura/outside';
import { startService, type RunningService, type ServiceEdge } from '@yagura/runtime';
import pino from 'pino';
import { AccessService } from '../access/access.service';
import { tenantsService } from '../app.module';
import { OnboardingService } from '../onboarding/onboarding.service';
import { ASSERTION_KEY, AUDIT_DB, IDENTITY_ADMIN, IDENTITY_NEWS, INSTALLATION_KEY, MAILER, PUBLIC_URLS, SOURCE_PEPPER } from '../ports';
import { PROVIDER_TENANT_ID } from '../provider/provider';
import { seedProvider } from '../provider/seed-provider';

export const URLS = {
  customerIssuer: 'http://id/realms/yagura', staffIssuer: 'http://id/realms/yagura-staff', customerSignIn: 'http://portal/', staffSignIn: 'http://console/',
};

/** What the world needs of a test database; see `testDatabase` of `libs/testing`. */
export interface WorldDatabase {
  tenantDb(role: 'svc_tenants'): TenantDb;
  systemDb(role: 'svc_identity' | 'lane_relay' | 'audit_sequencer'): SystemDb;
}

export type NewTenantInput = OperationParsed<typeof tenantApi.createTenant>;

/** The whole service on a real database, identity provider and outbox folder, with or without its workers, and callers with real grants. */
export class TenantsWorld {
  readonly assertionKey = randomBytes(32);
  readonly folder = mkdtempSync(join(tmpdir(), 'tenants-'));
  readonly identity: EmbeddedAdmin;
  readonly news = new IdentityNews();
  readonly events: PostgresDomainEvents;
  private running?: RunningService;
  private operatorSubject = '';

  constructor(private readonly database: WorldDatabase, private readonly installationKey: Buffer) {
    const accounts = database.systemDb('svc_identity');
    this.identity = new EmbeddedAdmin({ query: async (sql, params) => ({ rows: await accounts.sql(sql, params) }) });
    this.events = new PostgresDomainEvents(database.systemDb('lane_relay'));
  }

  async start(workers: typeof tenantsService.workers = tenantsService.workers): Promise<this> {
    const db = this.database.tenantDb('svc_tenants');
    await seedProvider(db, this.identity, {
      name: 'Watchtower Inc.', staffIssuer: URLS.staffIssuer, programs: [{ subject: 'service-account-yagura-cli', name: 'Yagura CLI' }],
      operator: { email: 'Op@example.com', displayName: 'First Operator', locale: 'en' },
    });
    const { subject } = await this.identity.ensureUser({ realm: 'yagura-staff', id: await this.operatorId(db), username: 'op@example.com', email: 'op@example.com', name: 'First Operator', locale: 'en' });
    this.operatorSubject = subject;
    await this.events.start();
    const provide = [
      { key: IDENTITY_ADMIN, value: this.identity }, { key: IDENTITY_NEWS, value: this.news }, { key: ASSERTION_KEY, value: this.assertionKey }, { key: SOURCE_PEPPER, value: Buffer.alloc(32, 5) },
      { key: MAILER, value: new OutboxFolderMailer({ dataFolder: this.folder, from: { address: 'yagura@example.com' }, clock: systemClock }) },
      { key: INSTALLATION_KEY, value: this.installationKey }, { key: AUDIT_DB, value: this.database.systemDb('audit_sequencer') }, { key: PUBLIC_URLS, value: URLS },
    ];
    // Calls go to the controllers directly; the edge only hears of them.
    const edge = { register: () => undefined } as unknown as ServiceEdge;
    this.running = await startService({ ...tenantsService, workers }, { db, events: this.events, edge, log: pino({ level: 'silent' }), provide });
    return this;
  }

  async stop(): Promise<void> {
    await this.running?.stop();
    await this.events.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get<T>(type: new (...args: never[]) => T): T {
    if (this.running === undefined) throw new PreconditionFailed('The world is not started.', { slug: 'world.not_started' });
    return this.running.get<T>(type as never);
  }

  /** A caller's context as an edge makes it: the token's grants of this moment, signed and verified. */
  async as(token: VerifiedToken, permission: Permission, tenantId?: string, address?: string): Promise<TenantContext> {
    const { assertion } = await this.get(AccessService).assertGrants(token, address);
    return contextFrom(token, verifyAssertion(token, assertion, this.assertionKey, Date.now()), { permission, tenantId });
  }

  operator(permission: Permission, tenantId?: string): Promise<TenantContext> {
    return this.as(staffToken(this.operatorSubject), permission, tenantId);
  }

  async createTenant(slug: string, change: Partial<NewTenantInput> = {}): Promise<string> {
    const ctx = await this.operator('tenant:create');
    return (await this.get(OnboardingService).createTenant(ctx, { ...tenantInput(slug), ...change })).tenantId;
  }

  /** Mails of a tenant as their text, oldest first. */
  mails(tenantId: string): string[] {
    const folder = join(this.folder, 'outbox', tenantId);
    try {
      return readdirSync(folder).filter((name) => name.endsWith('.eml')).map((name) => readFileSync(join(folder, name), 'utf8'));
    } catch {
      return [];
    }
  }

  private async operatorId(db: TenantDb): Promise<string> {
    const [row] = await db.read(forSystem(PROVIDER_TENANT_ID, 'tenants'), (read) => read.sql<{ id: string }>("select id from tenants.app_user where email = 'op@example.com'"));
    return row.id;
  }
}

const times = { issuedAt: 0, expiresAt: Number.MAX_SAFE_INTEGER, clientId: 'test', username: null };
export const staffToken = (subject: string): VerifiedToken => ({ issuer: URLS.staffIssuer, subject, organizationId: null, ...times });
export const customerToken = (subject: string, organizationId: string | null): VerifiedToken => ({ issuer: URLS.customerIssuer, subject, organizationId, ...times });

export const tenantInput = (slug: string): NewTenantInput => ({
  slug, name: `Company ${slug}`,
  agreement: { plan: 'mdr_standard', serviceMode: 'MDR', timeZone: 'Asia/Tokyo', language: 'ja', currency: 'JPY', billingName: `Company ${slug} K.K.` },
  contacts: [{ role: 'technical', name: 'Aoki', email: 'aoki@example.com', language: 'ja' }],
  users: [{ email: `viewer@${slug}.example`, displayName: 'View Er', locale: 'en', roles: ['customer_viewer'] }],
});
