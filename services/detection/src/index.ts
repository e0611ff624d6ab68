export { detectionService } from './app.module';
export { Pipeline, type PipelineCpu } from './pipeline/pipeline.worker';
export { LAKE_READER, LAKE_WRITER, PIPELINE_SETTINGS, TELEMETRY_LOG_READER, type PipelineSettings } from './ports';
