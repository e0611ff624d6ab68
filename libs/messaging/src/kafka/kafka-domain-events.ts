import { EventEmitter } from 'node:events';
import type { Kafka } from 'kafkajs';
import type { EventEnvelope } from '@yagura/contracts';
import { Unavailable } from '@yagura/kernel';
import type { SystemDb } from '@yagura/db';
import type { DeadLetter, DomainEvents, LaneRecord } from '../domain-events';
import { PostgresDomainEvents } from '../postgres-domain-events';
import { catalogueTopics, domainTopic, domainTopicPlan } from './domain-topics';
import { KafkaAdmin } from './kafka-admin';
import { away, kafkaOf, nameOf, type KafkaConnection } from './kafka-connection';
import { KafkaLaneReader } from './kafka-lane-reader';
import { KafkaLiveFeed } from './kafka-live-feed';
import { KafkaRelay } from './kafka-relay';
import { ensureTopics } from './kafka-topics';

export interface KafkaDomainOptions {
  /** As `lane_relay`: dead letters, and for the relay the outbox. */
  readonly db: SystemDb;
  /** True in the process that places and publishes the outbox. Several may say so; one at a time does it. */
  readonly relay: boolean;
  /** For the relay: days for which published events stay in the outbox; for ever unless told. */
  readonly keptDays?: number;
  /** True in processes that serve live feeds, the gateway. */
  readonly live: boolean;
  /** Topics of the catalogue that this process reads; default all. */
  readonly topics?: readonly string[];
}

interface Reading { readonly reader: KafkaLaneReader; isOpen: boolean; failure?: unknown }

/**
 * The domain lane of a cluster: outbox → relay → one topic per stream → a consumer group per service. Dead letters stay in PostgreSQL, where
 * people look for them. A record's `position` is its place in the outbox; a commit holds for what the same group was given last.
 */
export class KafkaDomainEvents implements DomainEvents {
  readonly system = 'kafka';
  private readonly kafka: Kafka;
  private readonly admin: KafkaAdmin;
  private readonly outbox: PostgresDomainEvents;
  private readonly relay?: KafkaRelay;
  private readonly feed?: KafkaLiveFeed;
  private readonly topics: readonly string[];
  private readonly bus = new EventEmitter().setMaxListeners(0);
  private readonly readings = new Map<string, Reading>();

  constructor(private readonly connection: KafkaConnection, options: KafkaDomainOptions) {
    this.kafka = kafkaOf(connection);
    this.admin = new KafkaAdmin(this.kafka);
    this.topics = options.topics ?? catalogueTopics();
    const { relay, keptDays: days } = options;
    const onFailure = (): void => { connection.log.warn({}, 'published events could not be removed from the outbox; trying again in an hour'); };
    this.outbox = new PostgresDomainEvents(options.db, relay && days !== undefined ? { days, isRelayed: true, onFailure } : undefined);
    if (options.relay) this.relay = new KafkaRelay(this.kafka, this.admin, connection, options.db, this.outbox);
    if (options.live) this.feed = new KafkaLiveFeed(this.kafka, this.admin, connection, this.names(), (envelope) => this.bus.emit('event', envelope));
  }

  /** Creates the topics that are missing. Throws Unavailable when the brokers do not answer. */
  async start(): Promise<void> {
    try {
      await ensureTopics(this.admin, this.connection, this.topics.map((topic) => domainTopicPlan(this.connection, topic)));
      await this.feed?.start();
      if (this.relay !== undefined) await this.outbox.start();
      await this.relay?.start();
    } catch (cause) {
      await this.stop();
      throw cause instanceof Unavailable ? cause : away(cause, 'domain_lane.unavailable');
    }
  }

  async stop(): Promise<void> {
    await this.relay?.stop();
    await this.outbox.stop();
    await Promise.all([this.feed?.stop(), ...[...this.readings.values()].map(({ reader }) => reader.stop())]);
    await this.admin.close();
  }

  /** The group joins at its first fetch; until it has, there is nothing. */
  fetch(consumer: string, cap: number): Promise<LaneRecord[]> {
    const reading = this.readings.get(consumer) ?? this.open(consumer);
    if (reading.failure !== undefined) {
      this.readings.delete(consumer);
      return Promise.reject(away(reading.failure, 'domain_lane.unavailable'));
    }
    return Promise.resolve(reading.isOpen ? reading.reader.fetch(cap) : []);
  }

  async commit(consumer: string, position: bigint): Promise<void> {
    await this.readings.get(consumer)?.reader.commit(position);
  }

  bury(letter: DeadLetter): Promise<void> {
    return this.outbox.bury(letter);
  }

  onArrival(heard: () => void): () => void {
    this.bus.on('arrival', heard);
    return () => { this.bus.off('arrival', heard); };
  }

  onEvent(heard: (envelope: EventEnvelope) => void): () => void {
    if (this.feed === undefined) throw new Unavailable('This process serves no live feed.', { slug: 'domain_lane.no_live_feed' });
    this.bus.on('event', heard);
    return () => { this.bus.off('event', heard); };
  }

  private names(): string[] {
    return this.topics.map((topic) => domainTopic(this.connection, topic));
  }

  private open(consumer: string): Reading {
    const reader = new KafkaLaneReader(this.kafka, this.admin, this.connection, nameOf(this.connection, consumer), this.names(), () => this.bus.emit('arrival'));
    const reading: Reading = { reader, isOpen: false };
    this.readings.set(consumer, reading);
    reader.start().then(
      () => { reading.isOpen = true; this.bus.emit('arrival'); },
      (error: unknown) => { reading.failure = error; void reader.stop(); });
    return reading;
  }
}
