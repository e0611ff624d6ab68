import { ACTIVITY, OCSF_CLASS } from '@yagura/ocsf';
import { type LogSource, type RecordKind, recordKind } from './log-source';
import { WINDOWS_CHANNELS } from './windows-channel';

const A = ACTIVITY;
const C = OCSF_CLASS;

type Row = readonly [eventIds: readonly number[], category: string | undefined, classUid: number, activityId: number];

/** Sysmon's event ids (Sigma taxonomy, Windows categories; OCSF classes by the design's table of sources). */
const SYSMON: readonly Row[] = [
  [[1], 'process_creation', C.processActivity, A.process.launch],
  [[2], 'file_change', C.fileActivity, A.file.setAttributes],
  [[3], 'network_connection', C.networkActivity, A.network.open],
  [[4, 16], 'sysmon_status', C.unmapped, 0],
  [[5], 'process_termination', C.processActivity, A.process.terminate],
  [[6], 'driver_load', C.kernelExtension, A.module.load],
  [[7], 'image_load', C.moduleActivity, A.module.load],
  [[8], 'create_remote_thread', C.processActivity, A.process.inject],
  [[9], 'raw_access_thread', C.fileActivity, A.file.read],
  [[10], 'process_access', C.processActivity, A.process.open],
  [[11], 'file_event', C.fileActivity, A.file.create],
  [[12], 'registry_event', C.registryKey, A.registryKey.create],
  [[13], 'registry_set', C.registryValue, A.registryValue.set],
  [[14], 'registry_rename', C.registryKey, A.registryKey.rename],
  [[15], 'create_stream_hash', C.fileActivity, A.file.create],
  [[17, 18], 'pipe_created', C.unmapped, 0],
  [[19, 20, 21], 'wmi_event', C.unmapped, 0],
  [[22], 'dns_query', C.dnsActivity, A.dns.query],
  [[23], 'file_delete', C.fileActivity, A.file.delete],
  [[24], 'clipboard_capture', C.unmapped, 0],
  [[25], 'process_tampering', C.processActivity, A.process.inject],
  [[26], 'file_delete_detected', C.fileActivity, A.file.delete],
  [[27], 'file_block_executable', C.fileActivity, A.file.create],
  [[28], 'file_block_shredding', C.fileActivity, A.file.delete],
  [[29], 'file_executable_detected', C.fileActivity, A.file.create],
  [[255], 'sysmon_error', C.unmapped, 0],
];

const SECURITY: readonly Row[] = [
  [[4688], 'process_creation', C.processActivity, A.process.launch],
  [[4689], undefined, C.processActivity, A.process.terminate],
  [[4657], 'registry_set', C.registryValue, A.registryValue.modify],
  [[4624, 4625, 4648, 4776], undefined, C.authentication, A.authentication.logon],
  [[4634, 4647], undefined, C.authentication, A.authentication.logoff],
  [[4768], undefined, C.authentication, A.authentication.ticket],
  [[4769, 4770], undefined, C.authentication, A.authentication.serviceTicket],
  [[4771], undefined, C.authentication, A.authentication.ticket],
  [[4672], undefined, C.authorizeSession, A.session.assignPrivileges],
  [[4720], undefined, C.accountChange, A.account.create],
  [[4722], undefined, C.accountChange, A.account.enable],
  [[4723], undefined, C.accountChange, A.account.passwordChange],
  [[4724], undefined, C.accountChange, A.account.passwordReset],
  [[4725], undefined, C.accountChange, A.account.disable],
  [[4726], undefined, C.accountChange, A.account.delete],
  [[4738, 4765, 4766, 4781], undefined, C.accountChange, A.other],
  [[4740], undefined, C.accountChange, A.account.lock],
  [[4728, 4729, 4732, 4733, 4756, 4757], undefined, C.groupManagement, A.other],
  [[4697], undefined, C.windowsService, A.service.create],
  [[4698], undefined, C.scheduledJob, A.job.create],
  [[4699], undefined, C.scheduledJob, A.job.delete],
  [[4700], undefined, C.scheduledJob, A.job.enable],
  [[4701], undefined, C.scheduledJob, A.job.disable],
  [[4702], undefined, C.scheduledJob, A.job.update],
  [[1102], undefined, C.eventLog, A.eventLog.clear],
  [[5156, 5154, 5158], undefined, C.networkActivity, A.network.open],
  [[5152, 5157], undefined, C.networkActivity, A.network.refuse],
  [[5140, 5145], undefined, C.smbActivity, A.other],
  [[4656, 4663], undefined, C.fileActivity, A.file.open],
];

const SYSTEM: readonly Row[] = [
  [[7045], undefined, C.windowsService, A.service.create],
  [[7040], undefined, C.windowsService, A.service.reconfigure],
  [[104], undefined, C.eventLog, A.eventLog.clear],
];

const POWERSHELL: readonly Row[] = [
  [[4103], 'ps_module', C.scriptActivity, A.script.execute],
  [[4104], 'ps_script', C.scriptActivity, A.script.execute],
];

const POWERSHELL_CLASSIC: readonly Row[] = [
  [[400], 'ps_classic_start', C.scriptActivity, A.script.execute],
  [[600], 'ps_classic_provider_start', C.unmapped, 0],
  [[800], 'ps_classic_script', C.scriptActivity, A.script.execute],
];

const ROWS: ReadonlyMap<string, readonly Row[]> = new Map([
  ['sysmon', SYSMON], ['security', SECURITY], ['system', SYSTEM], ['powershell', POWERSHELL], ['powershell-classic', POWERSHELL_CLASSIC],
]);

/** Categories whose events are also `registry_event`, the older name that rules still use for all of them. */
const REGISTRY_PART: ReadonlySet<string> = new Set(['registry_set', 'registry_rename']);

interface ServiceKinds { readonly byId: ReadonlyMap<number, RecordKind>; readonly other: RecordKind }

const KINDS: ReadonlyMap<string, ServiceKinds> = new Map(
  [...new Set(WINDOWS_CHANNELS.values())].map((service) => [service, kindsOf(service, ROWS.get(service) ?? [])]),
);
const UNKNOWN_CHANNEL = recordKind('windows', { product: 'windows' });
const REGISTRY_ADD = registryKeyKind('registry_add', A.registryKey.create);
const REGISTRY_DELETE = registryKeyKind('registry_delete', A.registryKey.delete);

/**
 * The kind of a Windows event by channel (any letter case: both `Security` and `security` occur) and event id. `eventType` is
 * Sysmon's, which alone tells an added key from a deleted one in id 12.
 */
export function windowsKind(channel: string, eventId: number, eventType: unknown): RecordKind {
  const service = WINDOWS_CHANNELS.get(channel) ?? WINDOWS_CHANNELS.get(channel.toLowerCase());
  const kinds = service === undefined ? undefined : KINDS.get(service);
  if (kinds === undefined) return UNKNOWN_CHANNEL;
  if (eventId === 12 && service === 'sysmon') {
    if (eventType === 'CreateKey') return REGISTRY_ADD;
    if (eventType === 'DeleteKey' || eventType === 'DeleteValue') return REGISTRY_DELETE;
  }
  return kinds.byId.get(eventId) ?? kinds.other;
}

function kindsOf(service: string, rows: readonly Row[]): ServiceKinds {
  const byId = new Map(rows.flatMap(([ids, category, classUid, activityId]) => {
    const categories = category !== undefined && REGISTRY_PART.has(category) ? [category, 'registry_event'] : category;
    const logsource: LogSource = categories === undefined ? { product: 'windows', service } : { product: 'windows', category: categories, service };
    return ids.map((id) => [id, recordKind(`windows/${service}`, logsource, classUid, activityId)] as const);
  }));
  return { byId, other: recordKind(`windows/${service}`, { product: 'windows', service }) };
}

function registryKeyKind(category: string, activityId: number): RecordKind {
  return recordKind('windows/sysmon', { product: 'windows', category: [category, 'registry_event'], service: 'sysmon' }, C.registryKey, activityId);
}
