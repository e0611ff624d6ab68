import { RawRecords, type ForgedRecord, type RawRecord } from '@yagura/messaging/raw-records';
import { fileText, idIn, unpacked, type Carried, type Installation } from '../isolation/api/installation';
import { mailText, type SignInPlace } from '../isolation/api/person';
import { TELEMETRY } from './record-owner';
import { ServerWorld } from './server-world';
import type { ProcessFace } from './told-to-collectors';

/** A world of servers as an installation under question: what its lanes, its bucket and its mail server hold is read from these themselves. */
export class ServerInstallation implements Installation {
  readonly carriers = ['mail', 'object', 'event record', 'telemetry record'];

  private constructor(private readonly world: ServerWorld, private readonly place: ServerWorld['place'], private readonly raw: RawRecords) {}

  static async start(flags: readonly string[]): Promise<ServerInstallation> {
    const world = new ServerWorld();
    try {
      // One of each: what several of them share is the whole-road test's part.
      await world.start({ detections: 1, flags });
      return new ServerInstallation(world, world.place, await RawRecords.open(world.kafka.brokers));
    } catch (error) {
      await world.stop();
      throw error;
    }
  }

  get dataDir(): string { return this.place.dataDir; }
  get graphqlUrl(): string { return this.place.graphqlUrl; }
  get hecUrl(): string { return this.place.hecUrl; }
  get identityUrl(): string { return this.place.identityUrl; }
  get lakePort(): number { return this.place.lakePort; }
  get consoleUrl(): string { return this.world.processes.one('portal').addresses['consoleUrl'] ?? ''; }
  get portalUrl(): string { return this.world.processes.one('portal').addresses['portalUrl'] ?? ''; }
  readonly mails: SignInPlace['mails'] = () => this.world.mail.received.map(({ raw }) => raw);

  log(): string {
    return this.world.processes.processes.map((one) => one.said()).join('\n');
  }

  /** Every record of both lanes, as it lies there. */
  records(): Promise<readonly RawRecord[]> {
    return this.raw.all();
  }

  /** Writes past every producer of ours. */
  forge(record: ForgedRecord): Promise<void> {
    return this.raw.forge(record);
  }

  async batchesOf(tenantId: string): Promise<number> {
    return (await this.raw.all()).filter(({ topic, key }) => topic === TELEMETRY && key.startsWith(`${tenantId}/`)).length;
  }

  async carried(ownerOf: (address: string) => string | undefined): Promise<readonly Carried[]> {
    const objects = await this.world.store.objects();
    return [
      ...(await this.raw.all()).map(carriedIn),
      ...objects.map(({ key, bytes }) => ({ carrier: 'object', tenantId: ownerOfKey(key), text: `${key}\n${fileText(bytes)}` })),
      ...this.world.mail.received.map(({ to, raw }) => ({ carrier: 'mail', tenantId: onlyOne(to.map(ownerOf)), text: `${to.join(', ')}\n${mailText(raw)}` })),
    ];
  }

  /** Health, readiness and metrics of every process, as they answer now. */
  async faces(): Promise<readonly ProcessFace[]> {
    const paths = ['/healthz', '/metrics', '/readyz'] as const;
    return Promise.all(this.world.processes.processes.flatMap(({ part, url }) => paths.map(async (path) => ({ part, path, text: await (await fetch(`${url}${path}`)).text() }))));
  }

  async remove(): Promise<void> {
    await this.raw.close();
    await this.world.stop();
  }
}

/** A record of telemetry lies under the tenant of its key, an event under that of its header. */
function carriedIn({ topic, key, headers, value }: RawRecord): Carried {
  const isTelemetry = topic === TELEMETRY;
  return { carrier: isTelemetry ? 'telemetry record' : 'event record', tenantId: isTelemetry ? idIn(key) : headers['tenant'], text: `${topic} ${key}\n${JSON.stringify(headers)}\n${unpacked(value)}` };
}

/** The tenant with whose id a key begins; none when it begins with anything else. */
const ownerOfKey = (key: string): string | undefined => (idIn(key) === key.split('/')[0] ? idIn(key) : undefined);

/** A mail to several owners belongs to none, and then may hold nothing of any. */
const onlyOne = (owners: readonly (string | undefined)[]): string | undefined => (new Set(owners).size === 1 ? owners[0] : undefined);
