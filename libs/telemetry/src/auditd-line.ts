import { ACTIVITY, emptyHotColumns, type HotColumns, OCSF_CLASS, SEVERITY } from '@yagura/ocsf';
import { eventTime, type TimeContext } from './event-time';
import { type RecordKind, recordKind } from './log-source';
import { TextView } from './record-view';
import type { Reading } from './telemetry-record';
import { parseEpoch } from './timestamp';
import { address } from './windows-columns';

const AUDITD = { product: 'linux', service: 'auditd' } as const;
const A = ACTIVITY;
const C = OCSF_CLASS;

/** EXECVE also counts as process creation: it carries the whole command line. */
const EXECVE = recordKind('linux/auditd', { product: 'linux', category: 'process_creation', service: 'auditd' }, C.processActivity, A.process.launch);
const OTHER = recordKind('linux/auditd', AUDITD);
const KINDS: ReadonlyMap<string, RecordKind> = new Map([
  ['EXECVE', EXECVE],
  ['SYSCALL', recordKind('linux/auditd', AUDITD, C.processActivity, A.other)],
  ['PATH', recordKind('linux/auditd', AUDITD, C.fileActivity, A.file.open)],
  ...['USER_LOGIN', 'USER_AUTH', 'USER_ACCT', 'USER_START', 'CRED_ACQ'].map(
    (type) => [type, recordKind('linux/auditd', AUDITD, C.authentication, A.authentication.logon)] as const),
  ...['USER_END', 'USER_LOGOUT', 'CRED_DISP'].map(
    (type) => [type, recordKind('linux/auditd', AUDITD, C.authentication, A.authentication.logoff)] as const),
  ...['ADD_USER', 'ADD_GROUP'].map((type) => [type, recordKind('linux/auditd', AUDITD, C.accountChange, A.account.create)] as const),
  ...['DEL_USER', 'DEL_GROUP'].map((type) => [type, recordKind('linux/auditd', AUDITD, C.accountChange, A.account.delete)] as const),
  ['USER_CHAUTHTOK', recordKind('linux/auditd', AUDITD, C.accountChange, A.account.passwordChange)],
  ['SERVICE_START', recordKind('linux/auditd', AUDITD)], ['SERVICE_STOP', recordKind('linux/auditd', AUDITD)],
]);

/** Fields that the kernel writes as hex digits when the text holds a space, a quote or a control character. */
const MAYBE_HEX = new Set(['proctitle', 'comm', 'exe', 'cwd', 'name', 'cmd', 'acct', 'key']);

/** Reads one Linux audit record, `type=… msg=audit(seconds.millis:serial): …`; undefined when the line is none. */
export function readAuditd(raw: string, context: TimeContext): Reading | undefined {
  const typeAt = raw.startsWith('type=') ? 0 : raw.startsWith('node=') ? raw.indexOf(' type=') + 1 : -1;
  const stampAt = typeAt === -1 || (typeAt === 0 && !raw.startsWith('type=')) ? -1 : raw.indexOf(' msg=audit(', typeAt);
  const stampEnd = stampAt === -1 ? -1 : raw.indexOf('):', stampAt);
  if (stampEnd === -1) return undefined;
  const type = raw.slice(typeAt + 5, stampAt);
  const [seconds, serial] = raw.slice(stampAt + 11, stampEnd).split(':');
  const fields = new Map<string, string>([['type', type], ['serial', serial ?? '']]);
  if (typeAt > 0) fields.set('node', raw.slice(5, typeAt - 1));
  readPairs(raw, stampEnd + 2, type, fields);
  if (type === 'EXECVE') addCommandLine(fields);
  const time = parseEpoch(Number(seconds));
  return {
    kind: KINDS.get(type) ?? OTHER,
    view: new TextView(raw, fields),
    time: eventTime(time, time === undefined, context),
    severityId: SEVERITY.informational,
    hot: columns(type, fields),
  };
}

/** Pairs of `key=value`, values bare, in double quotes, or (`msg='…'`) holding pairs themselves; the enriched part follows a GS. */
function readPairs(raw: string, from: number, type: string, fields: Map<string, string>): void {
  let at = from;
  while (at < raw.length) {
    const char = raw.charCodeAt(at);
    if (char === 0x20 || char === 0x1d || char === 0x27) { at += 1; continue; }
    const equals = raw.indexOf('=', at);
    if (equals === -1) return;
    const key = raw.slice(raw.lastIndexOf(' ', equals) >= at ? raw.lastIndexOf(' ', equals) + 1 : at, equals);
    if (key === 'msg' && raw[equals + 1] === "'") { at = equals + 2; continue; }
    const quoted = raw[equals + 1] === '"';
    const end = quoted ? quoteEnd(raw, equals + 2) : wordEnd(raw, equals + 1);
    const value = quoted ? raw.slice(equals + 2, end) : raw.slice(equals + 1, end);
    if (!fields.has(key)) fields.set(key, quoted ? value : plain(key, value, type));
    at = quoted ? end + 1 : end;
  }
}

function quoteEnd(raw: string, from: number): number {
  const end = raw.indexOf('"', from);
  return end === -1 ? raw.length : end;
}

function wordEnd(raw: string, from: number): number {
  let at = from;
  while (at < raw.length && raw[at] !== ' ' && raw[at] !== '\x1d' && raw[at] !== "'") at += 1;
  return at;
}

/** Arguments are hex-encoded in EXECVE only: in SYSCALL `a0` is a register. */
function plain(key: string, value: string, type: string): string {
  const encoded = MAYBE_HEX.has(key) || (type === 'EXECVE' && /^a\d+$/.test(key));
  if (!encoded || value.length < 2 || value.length % 2 === 1 || !/^[0-9A-F]+$/.test(value)) return value;
  return Buffer.from(value, 'hex').toString('utf8').replaceAll('\0', ' ');
}

/** The words of an EXECVE record as one line, and their first as `Image` when it is a path; a bare name proves no path. */
function addCommandLine(fields: Map<string, string>): void {
  const words: string[] = [];
  for (let index = 0; fields.has(`a${index}`); index += 1) words.push(fields.get(`a${index}`) ?? '');
  fields.set('CommandLine', words.join(' '));
  if (words.length > 0 && words[0].includes('/')) fields.set('Image', words[0]);
}

function columns(type: string, fields: ReadonlyMap<string, string>): HotColumns {
  const hot = emptyHotColumns();
  const field = (name: string): string => fields.get(name) ?? '';
  hot.host = field('node');
  hot.user = field('acct') || field('AUID') || field('UID') || field('auid') || field('uid');
  hot.image = field('exe') || field('Image');
  hot.cmd = field('CommandLine') || field('proctitle') || field('cmd');
  hot.file = type === 'PATH' ? field('name') : '';
  hot.src_ip = address(field('addr'));
  hot.event_code = type;
  return hot;
}
