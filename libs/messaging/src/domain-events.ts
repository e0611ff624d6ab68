import type { EventEnvelope } from '@yagura/contracts';
import type { LaneSystem } from './lane-span';

/** An event as the lane gives it to a consumer group: its place in the lane and its envelope as it was stored, not yet checked. */
export interface LaneRecord {
  readonly position: bigint;
  readonly id: string;
  readonly type: string;
  readonly tenantId: string;
  /** Key under which the lane keeps its order, where the lane can be told another one than the envelope's. */
  readonly key?: string;
  readonly envelope: unknown;
}

export interface DeadLetter {
  readonly consumer: string;
  readonly record: LaneRecord;
  readonly reason: string;
  readonly attempts: number;
}

/**
 * The domain lane. Embedded: the outbox table read by a cursor per consumer group; distributed: a broker fed by the relay. At least once,
 * in order per key; one effect is the consumer runtime's work.
 */
export interface DomainEvents {
  readonly system: LaneSystem;
  /** Records behind the group's cursor, in lane order, at most `cap`; a group seen for the first time starts at the beginning. */
  fetch(consumer: string, cap: number): Promise<LaneRecord[]>;
  /** Moves the group's cursor to a place that `fetch` gave this group; what lies up to there is not given again. */
  commit(consumer: string, position: bigint): Promise<void>;
  /** Keeps a record that could not be handled, with the reason, for a later replay; under no tenant when its record and its envelope disagree. */
  bury(letter: DeadLetter): Promise<void>;
  /** Calls `heard` when there may be new records; a missed call costs at most a second. Returns a function that ends it. */
  onArrival(heard: () => void): () => void;
  /** Every placed event from now on, for read-only live feeds; never for effects. */
  onEvent(heard: (envelope: EventEnvelope) => void): () => void;
  start(): Promise<void>;
  stop(): Promise<void>;
}
