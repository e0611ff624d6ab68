import { ACTIVITY, httpActivity, OCSF_CLASS, SEVERITY } from '@yagura/ocsf';
import type { JsonPack } from './json-pack';
import { type JsonObject, member, memberObject, memberText } from './json-value';
import { type LogSource, type RecordKind, recordKind } from './log-source';
import { type Alias, type Aliases, firstOf } from './record-view';

const A = ACTIVITY;
const C = OCSF_CLASS;

const EVE: ReadonlyMap<string, RecordKind> = new Map([
  ['alert', recordKind('suricata/alert', { product: 'suricata', service: 'eve' }, C.detectionFinding, A.finding.create)],
  ['dns', recordKind('suricata/dns', { product: 'suricata', category: 'dns', service: 'eve' }, C.dnsActivity, A.dns.traffic)],
  ['http', recordKind('suricata/http', { product: 'suricata', category: 'proxy', service: 'eve' }, C.httpActivity, A.other)],
  ['flow', recordKind('suricata/flow', { product: 'suricata', category: 'firewall', service: 'eve' }, C.networkActivity, A.network.traffic)],
]);
const EVE_OTHER = recordKind('suricata', { product: 'suricata', service: 'eve' });

/** Names that W3C logs and firewalls use for what EVE and Zeek call otherwise (Sigma taxonomy: proxy, dns, firewall). */
const EVE_ALIASES: Aliases = new Map<string, Alias>([
  ['c-uri', 'http.url'], ['cs-uri', 'http.url'], ['cs-uri-query', 'http.url'], ['cs-method', 'http.http_method'], ['cs-host', 'http.hostname'],
  ['sc-status', 'http.status'], ['c-useragent', 'http.http_user_agent'], ['cs-user-agent', 'http.http_user_agent'],
  ['query', 'dns.rrname'], ['record_type', 'dns.rrtype'], ['dst_ip', 'dest_ip'], ['dst_port', 'dest_port'], ['c-ip', 'src_ip'],
]);

/** Suricata's own severity counts down from 1, the worst. */
const EVE_SEVERITY: readonly number[] = [SEVERITY.unknown, SEVERITY.high, SEVERITY.medium, SEVERITY.low];

const suricata: JsonPack = {
  name: 'suricata.eve',
  matches: (root) => memberText(root, 'event_type') !== '' && (member(root, 'flow_id') !== undefined || member(root, 'src_ip') !== undefined),
  kindOf: (root) => EVE.get(memberText(root, 'event_type')) ?? EVE_OTHER,
  timePaths: ['timestamp'],
  severityOf: (root) => EVE_SEVERITY[Number(memberText(memberObject(root, 'alert'), 'severity'))] ?? SEVERITY.informational,
  aliases: EVE_ALIASES,
  columns: {
    host: ['host'], src_ip: ['src_ip'], dst_ip: ['dest_ip'], dst_port: ['dest_port'], dns: ['dns.rrname', 'tls.sni', 'http.hostname'],
    url: ['http.url'], sha256: ['fileinfo.sha256'], event_code: ['alert.signature_id', 'event_type'], cmd: ['alert.signature'],
  },
};

const ZEEK_ROWS: ReadonlyMap<string, readonly [category: string | undefined, classUid: number, activityId: number]> = new Map([
  ['conn', ['firewall', C.networkActivity, A.network.traffic] as const],
  ['dns', ['dns', C.dnsActivity, A.dns.traffic] as const],
  ['http', ['proxy', C.httpActivity, A.other] as const],
  ['ssl', [undefined, C.networkActivity, A.network.open] as const],
  ['ssh', [undefined, C.sshActivity, A.other] as const],
  ['smb_files', [undefined, C.smbActivity, A.other] as const],
  ['smb_mapping', [undefined, C.smbActivity, A.other] as const],
  ['notice', [undefined, C.detectionFinding, A.finding.create] as const],
]);
const zeekKinds = new Map<string, RecordKind>();

function zeekKind(root: JsonObject): RecordKind {
  const log = memberText(root, '_path') || memberText(root, '@stream');
  const known = zeekKinds.get(log);
  if (known !== undefined) return known;
  const [category, classUid, activityId] = ZEEK_ROWS.get(log) ?? [undefined, C.unmapped, 0];
  const logsource: LogSource = { product: 'zeek', service: log, ...(category === undefined ? {} : { category }) };
  const kind = recordKind(`zeek/${log}`, logsource, classUid, activityId);
  if (zeekKinds.size < 200) zeekKinds.set(log, kind);
  return kind;
}

const ZEEK_ALIASES: Aliases = new Map<string, Alias>([
  ['id.orig_h', 'id_orig_h'], ['id.orig_p', 'id_orig_p'], ['id.resp_h', 'id_resp_h'], ['id.resp_p', 'id_resp_p'],
  ['c-uri', 'uri'], ['cs-uri', 'uri'], ['cs-uri-query', 'uri'], ['cs-method', 'method'], ['cs-host', 'host'], ['sc-status', 'status_code'],
  ['c-useragent', 'user_agent'], ['cs-user-agent', 'user_agent'], ['record_type', 'qtype_name'], ['answer', 'answers'],
  ['src_ip', (view) => view.get('id.orig_h')], ['dst_ip', (view) => view.get('id.resp_h')], ['dst_port', (view) => view.get('id.resp_p')],
]);

const zeek: JsonPack = {
  name: 'zeek',
  matches: (root) => (member(root, 'ts') ?? member(root, '_write_ts') ?? member(root, '@system')) !== undefined
    && /^\w{2,40}$/.test(memberText(root, '_path') || memberText(root, '@stream')),
  kindOf: zeekKind,
  timePaths: ['ts', '_write_ts'],
  aliases: ZEEK_ALIASES,
  columns: {
    host: ['@system', '_system_name'], user: ['username', 'user', 'client'], src_ip: ['id.orig_h', 'id_orig_h'],
    dst_ip: ['id.resp_h', 'id_resp_h'], dst_port: ['id.resp_p', 'id_resp_p'], dns: ['query', 'server_name', 'host'], url: ['uri'],
    file: ['path', 'filename', 'name'], sha256: ['sha256'], event_code: ['note', 'operation', '_path', '@stream'],
  },
};

/** Web servers that log JSON: nginx's usual field names, Caddy's, and W3C's own. */
const WEB_ALIASES: Aliases = new Map<string, Alias>([
  ['cs-method', firstOf('request_method', 'method', 'request.method')],
  ['cs-uri-query', firstOf('request_uri', 'uri', 'request.uri', 'path')], ['c-uri', firstOf('request_uri', 'uri', 'request.uri', 'path')],
  ['cs-uri-stem', (view) => stemOf(firstOf('request_uri', 'uri', 'request.uri', 'path')(view))],
  ['sc-status', 'status'], ['c-ip', firstOf('remote_addr', 'client_ip', 'remote_ip', 'request.remote_ip', 'request.remote_addr')],
  ['c-useragent', firstOf('http_user_agent', 'user_agent', 'request.headers.User-Agent')],
  ['cs-user-agent', firstOf('http_user_agent', 'user_agent', 'request.headers.User-Agent')],
  ['cs-referer', firstOf('http_referer', 'http_referrer', 'referer')], ['cs-host', firstOf('host', 'http_host', 'request.host')],
  ['cs-username', firstOf('remote_user', 'user')],
]);

const webKinds = new Map<string, RecordKind>();

const web: JsonPack = {
  name: 'web.json',
  matches: (root) => member(root, 'status') !== undefined && (memberText(memberObject(root, 'request'), 'uri') !== ''
    || (member(root, 'remote_addr') !== undefined && (member(root, 'request_uri') ?? member(root, 'uri')) !== undefined)),
  kindOf: (root) => webKind(memberText(root, 'request_method') || memberText(root, 'method') || memberText(memberObject(root, 'request'), 'method')),
  timePaths: ['time_iso8601', '@timestamp', 'timestamp', 'time', 'ts', 'msec'],
  aliases: WEB_ALIASES,
  columns: {
    host: ['host', 'server_name', 'http_host', 'request.host'], user: ['remote_user'], src_ip: ['remote_addr', 'request.client_ip', 'request.remote_ip'],
    url: ['request_uri', 'uri', 'request.uri'], event_code: ['status'], cmd: ['http_user_agent', 'user_agent'],
  },
};

/** The kind of a web request; an unknown method is Other, so the number of kinds stays that of known methods. */
export function webKind(method: string): RecordKind {
  const activity = httpActivity(method.toUpperCase());
  const key = String(activity);
  const known = webKinds.get(key) ?? recordKind('web/access', { category: 'webserver' }, C.httpActivity, activity);
  webKinds.set(key, known);
  return known;
}

/** The part of a request target before its query. */
export function stemOf(target: unknown): string | undefined {
  if (typeof target !== 'string') return undefined;
  const mark = target.indexOf('?');
  return mark === -1 ? target : target.slice(0, mark);
}

/** Sensors and web servers that write JSON, most frequent first. */
export const NETWORK_PACKS: readonly JsonPack[] = [zeek, suricata, web];
