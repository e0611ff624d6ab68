import { randomBytes } from 'node:crypto';
import { hashSecret, newPublicId, newSourceToken, TokenVerifier } from '@yagura/auth';
import { AgreementChangedV1, SourceAddedV1, SourceChangedV1, TenantActivatedV1, type AgreementFacts } from '@yagura/contracts';
import type { SystemDb, TenantDb } from '@yagura/db';
import { forSystem, newId, Unavailable, type SourceId, type TenantId } from '@yagura/kernel';
import { PostgresDomainEvents, PostgresTelemetryLogWriter, publish, type TelemetryLogWriter } from '@yagura/messaging';
import { createLog, ServiceEdge, startService, type RunningService } from '@yagura/runtime';
import { DOOR_SETTINGS, HttpDoors, ingestionService, SOURCE_PEPPER, TELEMETRY_LOG_WRITER } from '../index';

/** What the world needs of a test database; see `testDatabase` of `libs/testing`. */
export interface WorldDatabase {
  tenantDb(role: 'svc_tenants' | 'svc_ingestion'): TenantDb;
  systemDb(role: 'lane_relay' | 'lane_log_reader'): SystemDb;
}

/** A company with one source and the token that its sender holds. */
export interface Sender {
  readonly tenantId: TenantId;
  readonly sourceId: SourceId;
  readonly credentialId: string;
  readonly publicId: string;
  readonly secretHash: string;
  readonly token: string;
}

export type Quota = AgreementFacts['quota'];
const WIDE: Quota = { eventsPerSec: 1_000_000, bytesPerDay: 1_000_000_000_000, maxSources: 10 };
const WAIT_MS = 60_000;

/** The real door of ingestion on a real database, told of tenants and sources by the real lane, as `tenants` tells it. */
export class DoorWorld {
  private service?: RunningService;
  private readonly pepper = randomBytes(32);
  private readonly tenants: TenantDb;
  private readonly relay: SystemDb;
  private readonly events: PostgresDomainEvents;

  constructor(private readonly database: WorldDatabase, private readonly backlogBytes = 1_000_000_000, private readonly telemetryLog?: TelemetryLogWriter) {
    this.tenants = database.tenantDb('svc_tenants');
    this.relay = database.systemDb('lane_relay');
    this.events = new PostgresDomainEvents(this.relay);
  }

  async start(): Promise<this> {
    await this.events.start();
    await this.open();
    return this;
  }

  /** Opens the door; again after `close`, as a restarted process would, with nothing remembered. */
  async open(): Promise<void> {
    const log = createLog('silent');
    const edge = new ServiceEdge(new TokenVerifier({ audience: 'gateway', issuers: [] }), randomBytes(32), log);
    this.service = await startService(ingestionService, {
      db: this.database.tenantDb('svc_ingestion'), events: this.events, edge, log,
      provide: [{ key: TELEMETRY_LOG_WRITER, value: this.telemetryLog ?? new PostgresTelemetryLogWriter(this.database.tenantDb('svc_ingestion')) }, { key: DOOR_SETTINGS, value: { host: '127.0.0.1', port: 0, backlogBytes: this.backlogBytes } }, { key: SOURCE_PEPPER, value: this.pepper }],
    });
  }

  async close(): Promise<void> {
    await this.service?.stop();
    this.service = undefined;
  }

  async stop(): Promise<void> {
    await this.close();
    await this.events.stop();
  }

  get port(): number {
    return this.running.get(HttpDoors).port;
  }

  get running(): RunningService {
    if (this.service === undefined) throw new Unavailable('The door is closed.', { slug: 'test.closed' });
    return this.service;
  }

  /** A company with one source whose credential the door holds. */
  async sender(slug: string, quota: Partial<Quota> = {}): Promise<Sender> {
    const publicId = newPublicId();
    const { secret, token } = newSourceToken(publicId);
    const sender: Sender = {
      tenantId: newId<'tenant'>(), sourceId: newId<'source'>(), credentialId: newId(), publicId, token, secretHash: hashSecret(secret, this.pepper).toString('hex'),
    };
    const { tenantId, sourceId } = sender;
    await this.tenants.run(forSystem(tenantId, 'tenants'), async (tx) => {
      await publish(tx, TenantActivatedV1, { tenantId, slug, code: slug.toUpperCase(), name: slug, kind: 'customer', agreement: agreement({ ...WIDE, ...quota }) });
      await publish(tx, SourceAddedV1, { tenantId, sourceId, sourceNumber: 7, name: `${slug} firewall`, kind: 'firewall', parser: null, timeZone: 'UTC', critical: true });
    });
    await this.tellCredential(sender, 'active');
    return sender;
  }

  /** Announces a credential's state and waits until the door says that it holds it. */
  async tellCredential(sender: Sender, state: 'active' | 'revoked', enabled = true): Promise<void> {
    const { tenantId, sourceId, credentialId, publicId, secretHash } = sender;
    await this.tenants.run(forSystem(tenantId, 'tenants'), (tx) =>
      publish(tx, SourceChangedV1, { tenantId, sourceId, enabled, credential: { credentialId, publicId, secretHash, state } }));
    await this.until(async () => (await this.told('yagura.source.credential_held.v1', tenantId)).some((data) => data['credentialId'] === credentialId && data['state'] === state));
  }

  /** Switches a source on or off, or changes the quota, and waits until the consumer has followed. */
  async tell(sender: Sender, change: { readonly enabled?: boolean; readonly quota?: Partial<Quota> }): Promise<void> {
    const { tenantId, sourceId } = sender;
    const { enabled, quota } = change;
    const id = await this.tenants.run(forSystem(tenantId, 'tenants'), (tx) => (enabled === undefined
      ? publish(tx, AgreementChangedV1, { tenantId, agreement: agreement({ ...WIDE, ...quota }) })
      : publish(tx, SourceChangedV1, { tenantId, sourceId, enabled, credential: null })));
    await this.until(async () => {
      const [row] = await this.relay.sql<{ passed: boolean }>(
        "select o.position <= c.position as passed from lane.outbox o, lane.cursor c where o.id = $1 and c.consumer = 'ingestion'", [id]);
      return row?.passed === true;
    });
  }

  /** Data of the events of one type that a tenant's rows of the lane hold, oldest first. */
  async told(type: string, tenantId: TenantId): Promise<Record<string, unknown>[]> {
    const rows = await this.relay.sql<{ data: Record<string, unknown> }>(
      "select envelope->'data' as data from lane.outbox where type = $1 and tenant_id = $2 order by created_at", [type, tenantId]);
    return rows.map(({ data }) => data);
  }

  private async until(look: () => Promise<boolean>): Promise<void> {
    const end = performance.now() + WAIT_MS;
    while (!(await look())) {
      if (performance.now() > end) throw new Unavailable('The lane did not bring the change in time.', { slug: 'test.late' });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

function agreement(quota: Quota): AgreementFacts {
  return {
    agreementId: newId(), version: 1, plan: 'standard', serviceMode: 'MDR', timeZone: 'Asia/Tokyo', language: 'ja', currency: 'JPY', startsOn: '2026-01-01', quota,
    billingName: 'Customer',
    slaPolicy: {
      policyId: newId(), version: 1, name: 'standard', calendar: 'always', targets: [{ severity: 'high', acknowledgeSec: 900, resolveSec: 14_400 }], pauseOn: [], warnPct: [50],
    },
  };
}
