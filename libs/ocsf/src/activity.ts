/**
 * Activity ids of each class (OCSF 1.8.0), only the ones a mapping here produces. In every class 0 is Unknown and 99 is Other;
 * the ids of two classes are not comparable, so read them as `ACTIVITY.process.launch`.
 */
export const ACTIVITY = {
  unknown: 0,
  other: 99,
  file: { create: 1, read: 2, update: 3, delete: 4, rename: 5, setAttributes: 6, open: 14 },
  module: { load: 1, unload: 2 },
  job: { create: 1, update: 2, delete: 3, enable: 4, disable: 5, start: 6 },
  process: { launch: 1, terminate: 2, open: 3, inject: 4 },
  eventLog: { clear: 1, delete: 2 },
  script: { execute: 1 },
  finding: { create: 1, update: 2, close: 3 },
  account: {
    create: 1, enable: 2, passwordChange: 3, passwordReset: 4, disable: 5, delete: 6, attachPolicy: 7, detachPolicy: 8, lock: 9,
  },
  authentication: { logon: 1, logoff: 2, ticket: 3, serviceTicket: 4 },
  session: { assignPrivileges: 1, assignGroups: 2 },
  network: { open: 1, close: 2, reset: 3, fail: 4, refuse: 5, traffic: 6 },
  http: { connect: 1, delete: 2, get: 3, head: 4, options: 5, post: 6, put: 7, trace: 8 },
  dns: { query: 1, response: 2, traffic: 6 },
  api: { create: 1, read: 2, update: 3, delete: 4 },
  registryKey: { create: 1, read: 2, modify: 3, delete: 4, rename: 5 },
  registryValue: { get: 1, set: 2, modify: 3, delete: 4 },
  service: { create: 1, reconfigure: 2, start: 3, stop: 4, delete: 7 },
} as const;

const HTTP_BY_METHOD: ReadonlyMap<string, number> = new Map(Object.entries(ACTIVITY.http).map(([name, id]) => [name.toUpperCase(), id]));

/** The HTTP Activity id of a request method in upper case; a method without an id of its own is Other. */
export const httpActivity = (method: string): number => HTTP_BY_METHOD.get(method) ?? ACTIVITY.other;
