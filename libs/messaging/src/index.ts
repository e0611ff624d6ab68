export { ConsumerRuntime, type ConsumerLog } from './consumer-runtime';
export type { DeadLetter, DomainEvents, LaneRecord } from './domain-events';
export { OnEvent, subscriptionsOf, type OnEventOptions, type Subscription } from './on-event';
export { PostgresDomainEvents } from './postgres-domain-events';
export { partitionOf, PostgresTelemetryLogReader, PostgresTelemetryLogWriter } from './postgres-telemetry-log';
export { publish, publishAll, publishedTogether } from './publish';
export type { BatchHeaders, LoggedBatch, TelemetryBatch, TelemetryLogReader, TelemetryLogWriter } from './telemetry-log';
