import { ACTIVITY, emptyHotColumns, type HotColumns, OCSF_CLASS, SEVERITY } from '@yagura/ocsf';
import { type EventTime, eventTime, type TimeContext } from './event-time';
import { type RecordKind, recordKind } from './log-source';
import { TextView } from './record-view';
import { sshdFacts } from './sshd-message';
import type { Reading } from './telemetry-record';
import { parseBsdTime, parseIsoTime, type WrittenTime } from './timestamp';
import { address } from './windows-columns';

/** The parts of a syslog line: RFC 5424, RFC 3164, or the file form of rsyslog (3164 without priority, time often ISO). */
export interface SyslogParts {
  readonly priority: number | undefined;
  readonly time: WrittenTime | undefined;
  readonly host: string;
  readonly program: string;
  readonly pid: string;
  readonly content: string;
}

const AUTH = ['auth', 'syslog'] as const;
const SSHD = ['sshd', 'auth', 'syslog'] as const;

/** Programs with a Sigma service of their own; what they write also lands in the general files, so those rules apply too. */
const PROGRAMS: ReadonlyMap<string, RecordKind> = new Map([
  ['sshd', program(SSHD)], ['sshd-session', program(SSHD)], ['sudo', program(['sudo', 'auth', 'syslog'])],
  ['CRON', program(['cron', 'syslog'])], ['cron', program(['cron', 'syslog'])], ['crond', program(['cron', 'syslog'])],
  ['crontab', program(['cron', 'syslog'])], ['clamd', program(['clamav', 'syslog'])], ['freshclam', program(['clamav', 'syslog'])],
  ['vsftpd', program(['vsftpd', 'syslog'])], ['guacd', program(['guacamole', 'syslog'])],
  ['su', program(AUTH)], ['login', program(AUTH)], ['systemd-logind', program(AUTH)], ['polkitd', program(AUTH)],
  ['useradd', program(AUTH, OCSF_CLASS.accountChange, ACTIVITY.account.create)],
  ['groupadd', program(AUTH, OCSF_CLASS.accountChange, ACTIVITY.account.create)],
  ['userdel', program(AUTH, OCSF_CLASS.accountChange, ACTIVITY.account.delete)],
  ['usermod', program(AUTH, OCSF_CLASS.accountChange, ACTIVITY.other)],
  ['passwd', program(AUTH, OCSF_CLASS.accountChange, ACTIVITY.account.passwordChange)],
]);
const OTHER = program(['syslog']);
const LOGON = program(SSHD, OCSF_CLASS.authentication, ACTIVITY.authentication.logon);

const BSD_HEAD = /^([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d)(?:\.\d+)? +(\S+) +([^\s:[]+(?: [^\s:[]+)?)(?:\[([^\]]*)\])?: ?/;
const ISO_HEAD = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?) +(\S+) +([^\s:[]+)(?:\[([^\]]*)\])?: ?/;
const RFC5424_HEAD = /^<(\d{1,3})>1 (\S+) (\S+) (\S+) (\S+) (\S+) /;

/** Reads a syslog line of Linux; undefined when the line has no syslog header. */
export function readSyslog(raw: string, context: TimeContext): Reading | undefined {
  const parts = syslogParts(raw, context.recvMs);
  if (parts === undefined) return undefined;
  const ssh = PROGRAMS.get(parts.program)?.logsource.service === SSHD ? sshdFacts(parts.content) : undefined;
  const kind = ssh === undefined ? PROGRAMS.get(parts.program) ?? OTHER : LOGON;
  return {
    kind,
    view: new TextView(raw, fieldsOf(parts, ssh)),
    time: timeOfParts(parts, context),
    severityId: parts.priority === undefined ? SEVERITY.informational : severityOf(parts.priority % 8),
    hot: columns(parts, ssh),
  };
}

/** Splits the header off; the year of RFC 3164 is the one nearest to receipt. */
export function syslogParts(raw: string, recvMs: number): SyslogParts | undefined {
  const modern = raw.charCodeAt(0) === 0x3c ? RFC5424_HEAD.exec(raw) : null;
  if (modern !== null) return rfc5424Parts(raw, modern);
  const head = /^<(\d{1,3})>/.exec(raw.slice(0, 6));
  const line = head === null ? raw : raw.slice(head[0].length);
  const priority = head === null || Number(head[1]) > 191 ? undefined : Number(head[1]);
  const bsd = BSD_HEAD.exec(line);
  if (bsd !== null) return headParts(line, bsd, priority, parseBsdTime(bsd[1], recvMs));
  const iso = ISO_HEAD.exec(line);
  return iso === null ? undefined : headParts(line, iso, priority, parseIsoTime(iso[1]));
}

function headParts(line: string, head: RegExpExecArray, priority: number | undefined, time: WrittenTime | undefined): SyslogParts {
  return { priority, time, host: head[2], program: head[3], pid: head[4] ?? '', content: line.slice(head[0].length) };
}

function rfc5424Parts(raw: string, head: RegExpExecArray): SyslogParts {
  const [, priority, time, host, name, pid] = head;
  const nil = (text: string): string => (text === '-' ? '' : text);
  return {
    priority: Number(priority) > 191 ? undefined : Number(priority),
    time: parseIsoTime(time),
    host: nil(host),
    program: nil(name),
    pid: nil(pid),
    content: raw.slice(afterStructuredData(raw, head[0].length)).replace(/^ ?\ufeff?/, ''),
  };
}

/** Structured data is `-` or elements in brackets, whose quoted values may hold escaped quotes and brackets (RFC 5424, 6.3). */
function afterStructuredData(raw: string, from: number): number {
  if (raw[from] === '-') return from + 1;
  let at = from;
  let quoted = false;
  while (at < raw.length && (quoted || raw[at] !== ' ' || raw[at - 1] !== ']')) {
    if (quoted && raw[at] === '\\') at += 1;
    else if (raw[at] === '"') quoted = !quoted;
    at += 1;
  }
  return at;
}

function timeOfParts(parts: SyslogParts, context: TimeContext): EventTime {
  return eventTime(parts.time, parts.time === undefined, context);
}

function fieldsOf(parts: SyslogParts, ssh: ReturnType<typeof sshdFacts>): Map<string, string | number> {
  const fields = new Map<string, string | number>([
    ['message', parts.content], ['host', parts.host], ['hostname', parts.host], ['program', parts.program], ['pid', parts.pid],
  ]);
  if (ssh !== undefined) for (const [name, value] of Object.entries(ssh)) fields.set(name, value);
  return fields;
}

function columns(parts: SyslogParts, ssh: ReturnType<typeof sshdFacts>): HotColumns {
  const hot = emptyHotColumns();
  hot.host = parts.host;
  hot.image = parts.program;
  hot.cmd = parts.content;
  if (ssh !== undefined) {
    hot.user = ssh.user;
    hot.src_ip = address(ssh.src_ip);
    hot.event_code = ssh.outcome;
  }
  return hot;
}

/** Syslog severity 0 (emergency) to 7 (debug) as OCSF (RFC 5424, table 2). */
function severityOf(level: number): number {
  if (level <= 1) return SEVERITY.critical;
  if (level <= 3) return SEVERITY.high;
  return level === 4 ? SEVERITY.medium : SEVERITY.informational;
}

/** The first service names the log type. */
function program(service: readonly string[], classUid = 0, activityId = 0): RecordKind {
  return recordKind(`linux/${service[0]}`, { product: 'linux', service }, classUid, activityId);
}
