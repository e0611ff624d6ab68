import { SEVERITY } from '@yagura/ocsf';
import { eventTime, type TimeContext } from './event-time';
import { type JsonObject, member } from './json-value';
import type { SourceName } from './log-source';
import { type Alias, type Aliases, firstOf, JsonView } from './record-view';
import type { Reading } from './telemetry-record';
import { windowsColumns } from './windows-columns';
import { type WindowsEvent, windowsEvent } from './windows-event';
import { HASH_ALIASES } from './windows-hashes';
import { windowsKind } from './windows-kind';

/** Names of the event's header in each shape, so that a rule finds `EventID` whoever shipped the event. */
const HEADER: readonly (readonly [string, Alias])[] = [
  ['EventID', firstOf('winlog.event_id', 'event_id', 'Event.System.EventID')],
  ['Channel', firstOf('winlog.channel', 'log_name', 'Event.System.Channel')],
  ['Provider_Name', firstOf('SourceName', 'ProviderName', 'winlog.provider_name', 'source_name', 'Event.System.Provider.#attributes.Name', 'Event.System.Provider.Name')],
  ['Computer', firstOf('Hostname', 'winlog.computer_name', 'computer_name', 'Event.System.Computer')],
  ['ComputerName', firstOf('Hostname', 'winlog.computer_name', 'computer_name', 'Event.System.Computer')],
  ['Level', firstOf('Event.System.Level', 'winlog.level', 'level')],
  ['Message', firstOf('message')],
];

const COMMON: Aliases = new Map([...HEADER, ...HASH_ALIASES]);

/** Security 4688 says what Sysmon 1 says under other names. */
const PROCESS_CREATED: Aliases = new Map<string, Alias>([
  ...COMMON, ['Image', 'NewProcessName'], ['ParentImage', 'ParentProcessName'], ['User', subjectUser],
]);

/** Security 4657 says what Sysmon 13 says; its key path begins with `\REGISTRY\MACHINE` where Sysmon writes `HKLM`. */
const REGISTRY_CHANGED: Aliases = new Map<string, Alias>([
  ...COMMON, ['Image', 'ProcessName'], ['Details', 'NewValue'], ['User', subjectUser],
  ['TargetObject', (view) => `${view.text('ObjectName')}\\${view.text('ObjectValueName')}`],
]);

const SEVERITY_OF_LEVEL: ReadonlyMap<string, number> = new Map<string, number>([
  ['1', SEVERITY.critical], ['critical', SEVERITY.critical], ['2', SEVERITY.high], ['error', SEVERITY.high],
  ['3', SEVERITY.medium], ['warning', SEVERITY.medium],
]);

/** Reads a Windows event in any of its four shapes; undefined when the object is none. */
export function readWindows(raw: string, root: JsonObject, context: TimeContext): Reading | undefined {
  const event = windowsEvent(root);
  if (event === undefined) return undefined;
  const kind = windowsKind(event.channel || event.provider, event.eventId, event.eventId === 12 ? member(event.data, 'EventType') : undefined);
  return {
    kind,
    view: new JsonView(raw, root, kind.logsource.service === 'windefend' ? withoutSpaces(event.data) : event.data, aliasesOf(event, kind.logsource.service)),
    time: eventTime(event.time, event.timeUnreadable, context, event.shippedTime),
    severityId: event.level === '' ? SEVERITY.informational : SEVERITY_OF_LEVEL.get(event.level.toLowerCase()) ?? SEVERITY.informational,
    hot: windowsColumns(event),
  };
}

/** Defender names its fields with spaces (`Threat Name`), which rules leave out. */
function withoutSpaces(data: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(data).flatMap(([key, value]) => [[key, value], [key.replaceAll(' ', ''), value]]));
}

function aliasesOf(event: WindowsEvent, service: SourceName | undefined): Aliases {
  if (service !== 'security') return COMMON;
  if (event.eventId === 4688) return PROCESS_CREATED;
  return event.eventId === 4657 ? REGISTRY_CHANGED : COMMON;
}

function subjectUser(view: JsonView): string | undefined {
  const name = view.text('SubjectUserName');
  return name === '' ? undefined : `${view.text('SubjectDomainName')}\\${name}`;
}
