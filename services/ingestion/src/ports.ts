/** What the composition provides to ingestion's module. */
export const SOURCE_PEPPER = Symbol('yagura:source-pepper');
/** `TelemetryLogWriter` of `@yagura/messaging`: where a body is durable before the door accepts it. */
export const TELEMETRY_LOG_WRITER = Symbol('yagura:telemetry-log-writer');
export const DOOR_SETTINGS = Symbol('yagura:door-settings');

export interface DoorSettings {
  readonly host: string;
  readonly port: number;
  /** Address under which senders reach the doors, where a proxy or another name stands before them. */
  readonly publicUrl?: string;
  /** Bytes that may wait in the telemetry log, over all tenants. */
  readonly backlogBytes: number;
}
