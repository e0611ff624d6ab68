import { metrics, type Meter } from '@opentelemetry/api';

/** The meter of everything that we count ourselves. Labels are names of ours (operations, readers, kinds of refusals), never anything of a tenant. */
export const meter = (): Meter => metrics.getMeter('@yagura');
