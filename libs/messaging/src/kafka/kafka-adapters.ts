import type { KafkaDomainEvents } from './kafka-domain-events';
import type { KafkaTelemetryLogReader } from './kafka-telemetry-log-reader';
import type { KafkaTelemetryLogWriter } from './kafka-telemetry-log-writer';

/** The adapters of both lanes on Kafka, by their class. */
export interface KafkaAdapters {
  readonly KafkaDomainEvents: typeof KafkaDomainEvents;
  readonly KafkaTelemetryLogReader: typeof KafkaTelemetryLogReader;
  readonly KafkaTelemetryLogWriter: typeof KafkaTelemetryLogWriter;
}

/** Loads the adapters and kafkajs with them. A process whose lanes lie in PostgreSQL has no use for either and does not hold their code. */
export async function kafkaAdapters(): Promise<KafkaAdapters> {
  const [domain, reader, writer] = await Promise.all([
    import('./kafka-domain-events.js'), import('./kafka-telemetry-log-reader.js'), import('./kafka-telemetry-log-writer.js'),
  ]);
  return { KafkaDomainEvents: domain.KafkaDomainEvents, KafkaTelemetryLogReader: reader.KafkaTelemetryLogReader, KafkaTelemetryLogWriter: writer.KafkaTelemetryLogWriter };
}
