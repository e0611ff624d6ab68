import { emptyHotColumns, type HotColumns } from '@yagura/ocsf';
import { asText, type JsonObject, member } from './json-value';
import { hashOf } from './windows-hashes';
import type { WindowsEvent } from './windows-event';

/** Logon ids, whose actor is the account that logged on and not the service that let it in. */
const TARGET_IS_USER: ReadonlySet<number> = new Set([4624, 4625, 4634, 4647, 4648, 4768, 4769, 4770, 4771, 4776]);

/** The columns of a Windows event, from the names that Sysmon, Security and System give the same facts. */
export function windowsColumns(event: WindowsEvent): HotColumns {
  const { data } = event;
  const hot = emptyHotColumns();
  hot.host = event.host;
  hot.user = userOf(data, event.eventId);
  hot.image = first(data, 'Image', 'SourceImage', 'NewProcessName') || first(data, 'ProcessName', 'Application', 'ImagePath') || text(data, 'ServiceFileName');
  hot.cmd = first(data, 'CommandLine', 'ScriptBlockText', 'Payload');
  hot.parent = first(data, 'ParentImage', 'ParentProcessName', '');
  hot.file = first(data, 'TargetFilename', 'ImageLoaded', 'TargetImage') || first(data, 'PipeName', 'RelativeTargetName', 'ShareName');
  hot.reg = text(data, 'TargetObject') || (event.eventId === 4657 ? text(data, 'ObjectName') : '');
  hot.src_ip = address(first(data, 'SourceIp', 'IpAddress', 'SourceAddress'));
  hot.dst_ip = address(first(data, 'DestinationIp', 'DestAddress', 'ClientAddress'));
  hot.dst_port = portOf(first(data, 'DestinationPort', 'DestPort', ''));
  hot.dns = text(data, 'QueryName');
  const hashes = text(data, 'Hashes');
  if (hashes !== '') hot.sha256 = hashOf(hashes, 'SHA256').toLowerCase();
  hot.event_code = event.eventId < 0 ? '' : String(event.eventId);
  return hot;
}

/** A port number of 1 to 65535, or 0. */
export function portOf(value: string): number {
  const port = Number(value);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : 0;
}

/** An address without the IPv4-in-IPv6 prefix that Windows and Node write; '' for the dashes that stand for none. */
export function address(value: string): string {
  if (value === '') return '';
  const plain = value.startsWith('::ffff:') && value.includes('.') ? value.slice(7) : value;
  return /^[0-9a-fA-F.:]+$/.test(plain) && (plain.includes('.') || plain.includes(':')) ? plain : '';
}

function userOf(data: JsonObject, eventId: number): string {
  const user = first(data, 'User', 'SourceUser', '');
  if (user !== '') return user;
  const side = TARGET_IS_USER.has(eventId) ? 'Target' : 'Subject';
  const name = text(data, `${side}UserName`);
  const domain = name === '' ? '' : text(data, `${side}DomainName`);
  return domain === '' ? name : `${domain}\\${name}`;
}

function first(data: JsonObject, one: string, two: string, three: string): string {
  return text(data, one) || text(data, two) || (three === '' ? '' : text(data, three));
}

/** Windows writes `-` where it has nothing to say. */
function text(data: JsonObject, key: string): string {
  const value = member(data, key);
  const plain = typeof value === 'string' ? value : asText(value);
  return plain === '-' ? '' : plain;
}
