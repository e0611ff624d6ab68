/** What the composition provides to detection's module. */
export const LAKE_WRITER = Symbol('yagura:lake-writer');
export const LAKE_READER = Symbol('yagura:lake-reader');
export const TELEMETRY_LOG_READER = Symbol('yagura:telemetry-log-reader');
export const PIPELINE_SETTINGS = Symbol('yagura:pipeline-settings');

export interface PipelineSettings {
  /** Worker threads that decode and match. */
  readonly workers: number;
  /** Hours for which processed batches stay in the log. */
  readonly replayHours: number;
}
