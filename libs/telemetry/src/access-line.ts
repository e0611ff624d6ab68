import { emptyHotColumns, SEVERITY } from '@yagura/ocsf';
import { eventTime, type TimeContext } from './event-time';
import { stemOf, webKind } from './network-packs';
import { TextView } from './record-view';
import type { Reading } from './telemetry-record';
import { parseAccessLogTime, parseIsoTime } from './timestamp';
import { address } from './windows-columns';

/** Common and combined format of Apache, nginx, Traefik and others; what follows the user agent is left to the raw text. */
const COMBINED = /^(?:[\w.-]+:\d+ )?(\S+) (\S+) ([^[]*) \[([^\]]{20,40})\] "((?:[^"\\]|\\.)*)" (\d{3}) (\d+|-)(?: (?:"((?:[^"\\]|\\.)*)"|-)(?: "((?:[^"\\]|\\.)*)")?)?/;
/** W3C extended format in the two field orders that IIS writes: its default, and every field switched on. */
const W3C = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) (?:\S+ ){1,3}([A-Z]{3,12}) (\S+) (\S+) \d+ (\S+) (\S+) (?:HTTP\/\S+ )?(\S+)(?: (\S+)| \S+ (\S+) \S+)? (\d{3}) \d+ \d+(?: |$)/;

interface Request {
  readonly client: string; readonly user: string; readonly method: string; readonly target: string; readonly status: string;
  readonly referer: string; readonly agent: string; readonly version: string;
}

/** Reads a line of a web server's access log; undefined when the line is in neither format. */
export function readAccessLine(raw: string, context: TimeContext): Reading | undefined {
  const combined = COMBINED.exec(raw);
  if (combined !== null) {
    const [, client, , user, time, requestLine, status, , referer, agent] = combined;
    const written = parseAccessLogTime(time) ?? parseIsoTime(time);
    const [method, target, version] = requestParts(requestLine);
    return reading(raw, { client, user: dash(user), method, target, status, referer: dash(referer), agent: dash(agent), version },
      eventTime(written, written === undefined, context));
  }
  const w3c = W3C.exec(raw);
  if (w3c === null) return undefined;
  const [, time, method, stem, query, user, client, agent, referer, fullReferer, status] = w3c;
  const target = query === '-' ? stem : `${stem}?${query}`;
  const written = parseIsoTime(time);
  return reading(raw, {
    client, user: dash(user), method, target, status, referer: dash(referer ?? fullReferer), agent: dash(agent).replaceAll('+', ' '), version: '',
  }, eventTime(written === undefined ? undefined : { ms: written.ms, zoned: true }, written === undefined, context));
}

function reading(raw: string, request: Request, time: Reading['time']): Reading {
  const hot = emptyHotColumns();
  hot.user = request.user;
  hot.src_ip = address(request.client);
  hot.url = request.target;
  hot.cmd = request.agent;
  hot.event_code = request.status;
  return { kind: webKind(request.method), view: new TextView(raw, fieldsOf(request)), time, severityId: SEVERITY.informational, hot };
}

/**
 * W3C names of the request (Sigma taxonomy, webserver). `cs-uri-query` holds the whole request target, path included, because the
 * rules people publish search it for paths as well as parameters; the path alone is `cs-uri-stem`.
 */
function fieldsOf(request: Request): Map<string, string | number> {
  const fields = new Map<string, string | number>([
    ['c-ip', request.client], ['cs-method', request.method], ['cs-uri-query', request.target], ['c-uri', request.target],
    ['cs-uri-stem', stemOf(request.target) ?? ''], ['sc-status', Number(request.status)],
  ]);
  for (const [name, value] of [['cs-username', request.user], ['cs-referer', request.referer], ['cs-version', request.version]] as const) {
    if (value !== '') fields.set(name, value);
  }
  if (request.agent !== '') fields.set('c-useragent', request.agent).set('cs-user-agent', request.agent);
  return fields;
}

/** Method, target and version; a request line that is no HTTP (a port scan, TLS on a plain port) is a target without a method. */
function requestParts(line: string): readonly [method: string, target: string, version: string] {
  const first = line.indexOf(' ');
  const last = line.lastIndexOf(' ');
  if (first === -1) return ['', line === '-' ? '' : line, ''];
  if (first === last) return [line.slice(0, first), line.slice(first + 1), ''];
  return [line.slice(0, first), line.slice(first + 1, last), line.slice(last + 1)];
}

function dash(text: string | undefined): string {
  return text === undefined || text === '-' ? '' : text;
}
