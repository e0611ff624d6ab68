// node deploy/docker/health.mjs /healthz|/readyz
//
// Asks the part in this container for its signs of life (ADR 16). Exit 0: it said yes. The slim image has no program that could ask.
import { createRequire } from 'node:module';

const { PROCESS_PORTS } = createRequire(import.meta.url)('../../libs/config/dist/index.js');
const port = process.env.YAGURA_PROCESS_PORT || PROCESS_PORTS[process.env.SERVICE];
const answer = await fetch(`http://127.0.0.1:${port}${process.argv[2] ?? '/healthz'}`, { signal: AbortSignal.timeout(4_000) }).catch(() => undefined);
process.exitCode = answer?.ok ? 0 : 1;
