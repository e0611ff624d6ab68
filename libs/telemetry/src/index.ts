export { addsDocument, type BulkAction, type BulkFault, type BulkRefusal } from './bulk-body';
export { type BodyCheck, type BulkCheck, checkBody, checkBulkBody, checkHecBody, checkRawBody } from './check-body';
export {
  DEFAULT_LIMITS, type Door, type Envelope, type Frame, type FrameFault, type FrameLimits, type HecRefusalCode, type Refusal,
} from './frame';
export { frameBody, type FramedBody } from './frame-body';
export { inflatedSize } from './inflated-size';
export { type LogSource, type SourceName } from './log-source';
export { parseRecord, type SourceSettings } from './parse-record';
export { type Quarantined, TelemetryRecord } from './telemetry-record';
