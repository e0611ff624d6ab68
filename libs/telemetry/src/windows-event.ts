import { asText, isObject, type JsonObject, member, memberObject, memberText } from './json-value';
import { timeOf } from './event-time';
import type { WrittenTime } from './timestamp';

/** The facts that every way of writing a Windows event carries, found in its own place. */
export interface WindowsEvent {
  readonly root: JsonObject;
  /** The fields that rules name: EventData, or the whole object where a shipper flattened it. */
  readonly data: JsonObject;
  readonly eventId: number;
  readonly channel: string;
  readonly provider: string;
  readonly host: string;
  /** Windows level as the shipper wrote it: a word or a number. */
  readonly level: string;
  readonly time: WrittenTime | undefined;
  /** True when a time is written that is none. */
  readonly timeUnreadable: boolean;
  /** The shipper's own time, for events whose time has no offset. */
  readonly shippedTime: WrittenTime | undefined;
}

/** Recognises the four shapes; undefined when the object is no Windows event. */
export function windowsEvent(root: JsonObject): WindowsEvent | undefined {
  if (member(root, 'EventID') !== undefined) return flatEvent(root);
  const winlog = memberObject(root, 'winlog');
  if (winlog !== undefined) return winlogbeatEvent(root, winlog);
  const eventData = memberObject(root, 'event_data');
  if (eventData !== undefined && member(root, 'event_id') !== undefined) return winlogbeat6Event(root, eventData);
  const event = memberObject(root, 'Event');
  const system = memberObject(event, 'System');
  return event !== undefined && system !== undefined ? renderedEvent(root, event, system) : undefined;
}

/** NXLog and relatives: one flat object, or flat with the event data under a key of its own. */
function flatEvent(root: JsonObject): WindowsEvent | undefined {
  const provider = memberText(root, 'SourceName') || memberText(root, 'ProviderName') || memberText(root, 'Provider_Name');
  const channel = memberText(root, 'Channel');
  if (provider === '' && channel === '') return undefined;
  const written = member(root, 'EventTime') ?? member(root, 'TimeCreated');
  return {
    root,
    data: memberObject(root, 'EventData') ?? memberObject(root, 'ExtraEventData') ?? root,
    eventId: idOf(member(root, 'EventID')),
    channel,
    provider,
    host: memberText(root, 'Hostname') || memberText(root, 'Computer'),
    level: memberText(root, 'Severity') || memberText(root, 'Level'),
    ...times(root, written),
    shippedTime: timeOf(member(root, '@timestamp')),
  };
}

function winlogbeatEvent(root: JsonObject, winlog: JsonObject): WindowsEvent {
  const data = memberObject(winlog, 'event_data') ?? memberObject(winlog, 'user_data') ?? {};
  return {
    root,
    data,
    eventId: idOf(member(winlog, 'event_id')),
    channel: memberText(winlog, 'channel'),
    provider: memberText(winlog, 'provider_name'),
    host: memberText(winlog, 'computer_name') || memberText(memberObject(root, 'host'), 'name'),
    level: memberText(memberObject(root, 'log'), 'level') || memberText(winlog, 'level'),
    ...times(data, member(root, '@timestamp')),
    shippedTime: undefined,
  };
}

function winlogbeat6Event(root: JsonObject, data: JsonObject): WindowsEvent {
  return {
    root,
    data,
    eventId: idOf(member(root, 'event_id')),
    channel: memberText(root, 'log_name'),
    provider: memberText(root, 'source_name'),
    host: memberText(root, 'computer_name'),
    level: memberText(root, 'level'),
    ...times(data, member(root, '@timestamp')),
    shippedTime: undefined,
  };
}

/** The XML of the event log as JSON; converters write attributes under `#attributes`, `@` names, or plain names. */
function renderedEvent(root: JsonObject, event: JsonObject, system: JsonObject): WindowsEvent {
  const userData = memberObject(event, 'UserData');
  const data = memberObject(event, 'EventData') ?? (userData === undefined ? undefined : firstObject(userData)) ?? {};
  return {
    root,
    data,
    eventId: idOf(member(system, 'EventID')),
    channel: memberText(system, 'Channel'),
    provider: attribute(system, 'Provider', 'Name'),
    host: memberText(system, 'Computer'),
    level: memberText(system, 'Level'),
    ...times(data, attribute(system, 'TimeCreated', 'SystemTime')),
    shippedTime: undefined,
  };
}

/** Sysmon's `UtcTime` is the time of the act and always UTC; otherwise the time the log gives the event. */
function times(data: JsonObject, written: unknown): Pick<WindowsEvent, 'time' | 'timeUnreadable'> {
  const utc = timeOf(member(data, 'UtcTime'));
  if (utc !== undefined) return { time: { ms: utc.ms, zoned: true }, timeUnreadable: false };
  const time = timeOf(written);
  return { time, timeUnreadable: time === undefined && asText(written) !== '' };
}

function idOf(value: unknown): number {
  const plain = isObject(value) ? member(value, '#text') ?? member(value, 'Value') : value;
  const id = Number(asText(plain) || Number.NaN);
  return Number.isSafeInteger(id) ? id : -1;
}

function attribute(system: JsonObject, element: string, name: string): string {
  const holder = memberObject(system, element);
  return memberText(memberObject(holder, '#attributes'), name) || memberText(holder, `@${name}`) || memberText(holder, name);
}

function firstObject(holder: JsonObject): JsonObject | undefined {
  return Object.values(holder).find(isObject);
}
