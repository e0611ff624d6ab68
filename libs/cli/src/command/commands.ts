import type { ListedCommand } from './command';

/** Every command of `yagura`, in the order of its help. The code of a command is loaded when it is typed. */
export const COMMANDS: readonly ListedCommand[] = [
  { name: 'up', about: 'start Yagura here, in the foreground; --demo adds two client companies and live sample telemetry', load: async () => (await import('./up.js')).up },
  { name: 'demo', about: 'run the whole loop once on a fresh data folder, from a log line to an invoice, and print a summary', load: async () => (await import('./demo.js')).demo },
  { name: 'prepare', about: 'make the stores ready for "yagura serve": keys, roles, migrations, the lake’s tables, the first rows', load: async () => (await import('./prepare.js')).prepare },
  { name: 'serve', about: 'run one part of the installation in this process, beside others in theirs', load: async () => (await import('./serve.js')).serve },
  { name: 'serve all', about: 'start every part in a process of its own on this machine, and start again what ends', load: async () => (await import('./serve-all.js')).serveAll },
  { name: 'doctor', about: 'check this machine, the data folder, the ports and the servers, and say what to do', load: async () => (await import('./doctor.js')).doctor },
  { name: 'rules check', about: 'read Sigma rules from files and folders and say which would be refused, and why', load: async () => (await import('./rules-check.js')).rulesCheck },
  { name: 'rules eval', about: 'run Sigma rules over events of a file: one line per match', load: async () => (await import('./rules-eval.js')).rulesEval },
  { name: 'login', about: 'sign in with your browser (or as a person of the demo), get a token and a line of curl to try', load: async () => (await import('./login.js')).login },
  { name: 'tenant create', about: 'bring a client company in: agreement, contact, first person; waits until it is active', load: async () => (await import('./tenant-create.js')).tenantCreate },
  { name: 'source create', about: 'add a source of telemetry to a tenant and show its token once', load: async () => (await import('./source-create.js')).sourceCreate },
  { name: 'bench pipeline', about: 'events a second from the HEC door to the lake, and what each part costs', load: async () => (await import('./bench-pipeline.js')).benchPipelineCommand },
  { name: 'bench queue', about: 'the analyst’s queue of 50 cases over all tenants, asked by many at once', load: async () => (await import('./bench-queue.js')).benchQueue },
  { name: 'bench road', about: 'the whole road under a steady load: from the door’s 200 to the finding and to its case’s promises', load: async () => (await import('./bench-road.js')).benchRoadCommand },
  { name: 'bench kafka', about: 'telemetry through Kafka by our adapters, produced and consumed together; and while a leader dies', load: async () => (await import('./bench-kafka.js')).benchKafkaCommand },
  { name: 'bench portal', about: 'the analyst’s queue in a browser on a slowed processor: first screen and interactions', load: async () => (await import('./bench-portal.js')).benchPortal },
  { name: 'bench start', about: 'time until the doors and the API answer, on the first and on later starts, and memory', load: async () => (await import('./bench-start.js')).benchStart },
];
