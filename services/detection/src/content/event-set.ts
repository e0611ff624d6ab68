import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A public set of recorded events, as the shared test data holds it: its files, and where in a line the event stands. */
export interface EventSet {
  readonly name: string;
  /** What was recorded, for the readers of a count. */
  readonly about: string;
  readonly files: readonly string[];
  /** The events of a line; a set without it has one event per line. */
  readonly eventsOf?: (line: string) => readonly string[];
}

const OTRF = 'events/otrf-security-datasets';
const ZEEK = [
  'analyzer', 'capture_loss', 'dce_rpc', 'dns', 'dpd', 'ftp', 'kerberos', 'known_certs', 'known_hosts', 'known_services', 'ldap_search', 'modbus', 'notice', 'ntlm',
  'ntp', 'ocsp', 'pe', 'rdp', 'rfb', 'smb_files', 'smb_mapping', 'smtp', 'snmp', 'software', 'ssh', 'ssl', 'syslog', 'weird', 'x509',
];

/** Every set that the pack is measured on, by name as the table of the pack shows it. */
export const EVENT_SETS: readonly EventSet[] = [
  {
    name: 'OTRF Windows', about: 'Attacks played on Windows machines, with what else the machines did meanwhile (Security-Datasets)',
    files: [...['complete-1', 'complete-2', 'mix-1', 'mix-2', 'mix-3', 'rare'].map((lane) => `${OTRF}/windows-${lane}.jsonl.gz`), `${OTRF}/winlogbeat6.jsonl.gz`],
  },
  {
    name: 'Sigma cases', about: 'Regression cases of the public Sigma rules: one attack step each', files: ['sigma/sigma-regression.jsonl.gz'],
    eventsOf: (line) => part(line, 'events'),
  },
  { name: 'Stratus', about: 'CloudTrail of 35 attack techniques played one by one (Stratus Red Team)', files: ['events/stratus-red-team/cloudtrail.jsonl.gz'] },
  { name: 'Invictus', about: 'CloudTrail of an account during a day of simulated attacks, its set-up included', files: ['events/invictus-aws-dataset/cloudtrail.jsonl.gz'] },
  { name: 'OTRF AWS', about: 'CloudTrail of one exercise that took data from a bucket', files: [`${OTRF}/cloudtrail-logstash.jsonl.gz`] },
  {
    name: 'Panther', about: 'Hand-made test events of another product, nearly half of them harmless; 102 log types', files: ['events/panther-analysis/rule-tests.jsonl.gz'],
    eventsOf: (line) => part(line, 'event'),
  },
  { name: 'OTRF audit', about: 'Linux audit records of two exercises', files: [`${OTRF}/linux-auditd.log.gz`] },
  { name: 'Beats audit', about: 'Linux audit records of ordinary machines', files: ['events/elastic-beats/auditd-log.log.gz'] },
  {
    name: 'Linux logs', about: 'Log-in and system logs of ordinary Linux machines, one of them tried by password guessers without end',
    files: ['events/elastic-examples/auth.log.gz', 'events/elastic-beats/system-auth.log.gz', 'events/elastic-beats/system-syslog.log.gz'],
  },
  {
    name: 'Web logs', about: 'Access logs of ordinary web sites',
    files: ['elastic-examples/apache-access', 'elastic-beats/apache-access', 'elastic-beats/nginx-access', 'elastic-beats/iis-access', 'elastic-beats/traefik-access'].map((name) => `events/${name}.log.gz`),
  },
  {
    name: 'CrowdSec', about: 'Raw lines of attacks, and lines around them, from the tests of another product; 119 log types', files: ['events/crowdsec-hub/lines.jsonl.gz'],
    eventsOf: (line) => part(line, 'line'),
  },
  { name: 'OTRF Zeek', about: 'Network logs of two exercises that follow APT29', files: [`${OTRF}/zeek-apt29-day1.jsonl.gz`, `${OTRF}/zeek-apt29-day2.jsonl.gz`] },
  { name: 'WRCCDC', about: 'Network logs of a competition in which teams defend servers under attack (zed-sample-data)', files: ZEEK.map((log) => `events/zed-sample-data/${log}.jsonl.gz`) },
  { name: 'Suricata', about: 'One of each alert from public captures', files: ['events/suricata-sample-data/eve-alerts.jsonl.gz'] },
];

/** The events of one packed file, in order; a blank line is none. Throws what the file system throws. */
export function eventsIn(dataDir: string, file: string, eventsOf: EventSet['eventsOf']): string[] {
  const lines = gunzipSync(readFileSync(join(dataDir, file))).toString('utf8').split(/\r?\n/).filter((line) => line.trim() !== '');
  return eventsOf === undefined ? lines : lines.flatMap(eventsOf);
}

function part(line: string, key: string): string[] {
  const value = (JSON.parse(line) as Record<string, unknown>)[key];
  return (Array.isArray(value) ? value : [value]).map((event: unknown) => (typeof event === 'string' ? event : JSON.stringify(event)));
}
