import { ACTIVITY, OCSF_CLASS, SEVERITY } from '@yagura/ocsf';
import type { JsonPack } from './json-pack';
import { asText, isObject, type JsonObject, member, memberObject, memberText } from './json-value';
import { type RecordKind, recordKind } from './log-source';

const A = ACTIVITY;
const API = OCSF_CLASS.apiActivity;

/** Reading verbs of the AWS API; everything else changes something, which the event's `readOnly` says better when present. */
const READS = /^(?:Get|List|Describe|Head|Lookup|Search|Select|Scan|Query|Batch(?:Get|Describe))/;
const CREATES = /^(?:Create|Put|Add|Run|Register|Import|Start|Issue|Generate)/;
const DELETES = /^(?:Delete|Remove|Terminate|Deregister|Stop|Disable|Detach|Revoke)/;

const AWS = { product: 'aws', service: 'cloudtrail' } as const;
const CLOUDTRAIL_LOGON = recordKind('aws/cloudtrail', AWS, OCSF_CLASS.authentication, A.authentication.logon);
const CLOUDTRAIL: ReadonlyMap<number, RecordKind> = new Map(
  [A.api.create, A.api.read, A.api.update, A.api.delete].map((activity) => [activity, recordKind('aws/cloudtrail', AWS, API, activity)]),
);
const CLOUDTRAIL_OTHER = recordKind('aws/cloudtrail', AWS, API, A.other);

function cloudtrailKind(root: JsonObject): RecordKind {
  const name = memberText(root, 'eventName');
  if (name === 'ConsoleLogin') return CLOUDTRAIL_LOGON;
  return CLOUDTRAIL.get(apiActivity(name, member(root, 'readOnly'))) ?? CLOUDTRAIL_OTHER;
}

function apiActivity(name: string, readOnly: unknown): number {
  if (readOnly === true || READS.test(name)) return A.api.read;
  if (CREATES.test(name)) return A.api.create;
  return DELETES.test(name) ? A.api.delete : A.api.update;
}

function constantKind(kind: RecordKind): () => RecordKind {
  return () => kind;
}

function hasAll(root: JsonObject, ...keys: readonly string[]): boolean {
  return keys.every((key) => member(root, key) !== undefined);
}

const cloudtrail: JsonPack = {
  name: 'cloudtrail',
  matches: (root) => hasAll(root, 'eventSource', 'eventName') && (hasAll(root, 'awsRegion') || hasAll(root, 'eventVersion')),
  kindOf: cloudtrailKind,
  timePaths: ['eventTime', '@timestamp'],
  severityOf: (root) => (memberText(root, 'errorCode') === '' ? SEVERITY.informational : SEVERITY.low),
  columns: {
    host: ['recipientAccountId', 'userIdentity.accountId'],
    user: ['userIdentity.arn', 'userIdentity.userName', 'userIdentity.principalId', 'userIdentity.type'],
    src_ip: ['sourceIPAddress'], url: ['eventSource'], event_code: ['eventName'], cmd: ['userAgent'],
    file: ['requestParameters.bucketName'],
  },
};

const okta: JsonPack = {
  name: 'okta',
  matches: (root) => hasAll(root, 'eventType', 'published') && isObject(member(root, 'actor')),
  kindOf: (root) => (memberText(root, 'eventType').startsWith('user.session') || memberText(root, 'eventType').startsWith('user.authentication')
    ? OKTA_LOGON : OKTA_API),
  timePaths: ['published'],
  columns: {
    user: ['actor.alternateId', 'actor.displayName'], src_ip: ['client.ipAddress'], event_code: ['eventType'], cmd: ['displayMessage'],
  },
};
const OKTA = { product: 'okta', service: 'okta' } as const;
const OKTA_LOGON = recordKind('okta', OKTA, OCSF_CLASS.authentication, A.authentication.logon);
const OKTA_API = recordKind('okta', OKTA, API, A.other);

const gcp: JsonPack = {
  name: 'gcp.audit',
  matches: (root) => isObject(member(root, 'protoPayload')),
  kindOf: constantKind(recordKind('gcp/audit', { product: 'gcp', service: 'gcp.audit' }, API, A.other)),
  timePaths: ['timestamp', 'receiveTimestamp'],
  columns: {
    host: ['resource.labels.project_id'], user: ['protoPayload.authenticationInfo.principalEmail'],
    src_ip: ['protoPayload.requestMetadata.callerIp'], event_code: ['protoPayload.methodName'], url: ['protoPayload.resourceName'],
  },
  aliases: new Map([['gcp.audit.method_name', 'protoPayload.methodName'], ['methodName', 'protoPayload.methodName']]),
};

const kubernetes: JsonPack = {
  name: 'kubernetes.audit',
  matches: (root) => memberText(root, 'kind') === 'Event' && hasAll(root, 'auditID'),
  kindOf: constantKind(recordKind('kubernetes/audit', { product: 'kubernetes', category: 'application', service: 'audit' }, API, A.other)),
  timePaths: ['requestReceivedTimestamp', 'stageTimestamp'],
  columns: { user: ['user.username'], src_ip: ['sourceIPs'], event_code: ['verb'], url: ['requestURI'] },
};

const AZURE_SERVICE: ReadonlyMap<string, string> = new Map([
  ['SignInLogs', 'signinlogs'], ['NonInteractiveUserSignInLogs', 'signinlogs'], ['AuditLogs', 'auditlogs'], ['RiskDetection', 'riskdetection'],
]);
const AZURE_KINDS: ReadonlyMap<string, RecordKind> = new Map(['signinlogs', 'auditlogs', 'riskdetection', 'activitylogs'].map((service) => [
  service,
  recordKind(`azure/${service}`, { product: 'azure', service }, service === 'signinlogs' ? OCSF_CLASS.authentication : API,
    service === 'signinlogs' ? A.authentication.logon : A.other),
]));
const AZURE_OTHER = recordKind('azure', { product: 'azure' }, API, A.other);

const azure: JsonPack = {
  name: 'azure',
  matches: (root) => hasAll(root, 'operationName', 'category') && (hasAll(root, 'resourceId') || hasAll(root, 'tenantId')),
  kindOf: (root) => AZURE_KINDS.get(AZURE_SERVICE.get(memberText(root, 'category')) ?? 'activitylogs') ?? AZURE_OTHER,
  timePaths: ['time', 'eventTimestamp'],
  columns: {
    host: ['resourceId'], user: ['properties.userPrincipalName', 'properties.initiatedBy.user.userPrincipalName', 'identity', 'caller'],
    src_ip: ['callerIpAddress', 'properties.ipAddress'], event_code: ['operationName'],
  },
};

const m365: JsonPack = {
  name: 'm365',
  matches: (root) => hasAll(root, 'Workload', 'Operation', 'CreationTime'),
  kindOf: (root) => (memberText(root, 'Workload') === 'Exchange' ? M365_EXCHANGE : M365_AUDIT),
  timePaths: ['CreationTime'],
  columns: { user: ['UserId'], src_ip: ['ClientIP', 'ActorIpAddress'], event_code: ['Operation'], file: ['ObjectId'] },
};
const M365_AUDIT = recordKind('m365/audit', { product: 'm365', service: 'audit' }, API, A.other);
const M365_EXCHANGE = recordKind('m365/exchange', { product: 'm365', service: 'exchange' }, API, A.other);

const github: JsonPack = {
  name: 'github.audit',
  matches: (root) => hasAll(root, 'action', 'actor') && (hasAll(root, 'org') || hasAll(root, 'repo')) && asText(member(root, 'actor')) !== '',
  kindOf: constantKind(recordKind('github/audit', { product: 'github', service: 'audit' }, API, A.other)),
  timePaths: ['@timestamp', 'created_at'],
  columns: { host: ['org'], user: ['actor'], src_ip: ['actor_ip'], event_code: ['action'], url: ['repo'] },
};

/** EventBridge wraps a CloudTrail record in `detail`; the wrapper adds nothing that rules read. */
export function unwrapCloud(root: JsonObject): JsonObject {
  const detail = memberObject(root, 'detail');
  return detail !== undefined && hasAll(root, 'detail-type') && hasAll(detail, 'eventName') ? detail : root;
}

/** Cloud and SaaS audit logs, most frequent first. Names of services are those of the Sigma taxonomy. */
export const CLOUD_PACKS: readonly JsonPack[] = [cloudtrail, okta, gcp, kubernetes, azure, m365, github];
