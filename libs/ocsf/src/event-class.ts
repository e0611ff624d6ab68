/**
 * OCSF 1.8.0 event classes that Yagura stores or emits, by name. A class uid is `category * 1000 + n`; classes of the Windows
 * extension (uid 2) add 200,000. Caveat: 1.9 deprecates 3001 for newer classes, so 1.8 is pinned.
 */
export const OCSF_CLASS = {
  unmapped: 0,
  fileActivity: 1001,
  kernelExtension: 1002,
  moduleActivity: 1005,
  scheduledJob: 1006,
  processActivity: 1007,
  eventLog: 1008,
  scriptActivity: 1009,
  vulnerabilityFinding: 2002,
  detectionFinding: 2004,
  incidentFinding: 2005,
  accountChange: 3001,
  authentication: 3002,
  authorizeSession: 3003,
  groupManagement: 3006,
  networkActivity: 4001,
  httpActivity: 4002,
  dnsActivity: 4003,
  smbActivity: 4006,
  sshActivity: 4007,
  apiActivity: 6003,
  registryKey: 201001,
  registryValue: 201002,
  windowsService: 201004,
} as const;
/** A class uid as stored in the lake's `class_uid` column; 0 is a record that no mapping covers. */
export type OcsfClassUid = (typeof OCSF_CLASS)[keyof typeof OCSF_CLASS];

const CAPTIONS: ReadonlyMap<number, string> = new Map<number, string>([
  [0, 'Base Event'], [1001, 'File System Activity'], [1002, 'Kernel Extension Activity'], [1005, 'Module Activity'],
  [1006, 'Scheduled Job Activity'], [1007, 'Process Activity'], [1008, 'Event Log Activity'], [1009, 'Script Activity'],
  [2002, 'Vulnerability Finding'], [2004, 'Detection Finding'], [2005, 'Incident Finding'], [3001, 'Account Change'],
  [3002, 'Authentication'], [3003, 'Authorize Session'], [3006, 'Group Management'], [4001, 'Network Activity'],
  [4002, 'HTTP Activity'], [4003, 'DNS Activity'], [4006, 'SMB Activity'], [4007, 'SSH Activity'], [6003, 'API Activity'],
  [201001, 'Registry Key Activity'], [201002, 'Registry Value Activity'], [201004, 'Windows Service Activity'],
]);

/** The caption that OCSF gives a class, such as `Process Activity`; undefined for a class outside `OCSF_CLASS`. */
export const classCaption = (classUid: number): string | undefined => CAPTIONS.get(classUid);

/** The `type_uid` of a record: `class_uid * 100 + activity_id` (OCSF base event). */
export const typeUid = (classUid: number, activityId: number): number => classUid * 100 + activityId;

/** The `category_uid` of a class: its thousands below the extension's offset, so 201001 and 1007 are both category 1. */
export const categoryUid = (classUid: number): number => Math.floor((classUid % 100_000) / 1000);
