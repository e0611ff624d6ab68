import { asId, InvalidInput, isUuid, type TenantId } from '@yagura/kernel';

/** What files are kept for; each kind is a folder (or key prefix) of its own under the tenant. */
export const FILE_KINDS = ['evidence', 'export', 'invoice', 'mail', 'report', 'upload'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** The address of a file: tenant, kind, the row it belongs to, and a name that our code chose (`report-ja.pdf`), never a person. */
export interface FileKey {
  readonly tenantId: TenantId;
  readonly kind: FileKind;
  /** UUID of the row that owns the file. */
  readonly id: string;
  readonly name: string;
}

// Lower case only, so that a file system without case cannot merge two keys; no leading or doubled dot, so no way up or aside.
const NAME = /^[a-z0-9](?:[a-z0-9_-]|\.(?=[a-z0-9_-])){0,79}$/;

/** Throws InvalidInput `file.bad_key` with the part's path; a key that passes is safe as a path and as an object key. */
export function checkedFileKey(key: FileKey): FileKey {
  if (!isUuid(key.tenantId)) throw badKey('tenantId');
  if (!FILE_KINDS.includes(key.kind)) throw badKey('kind');
  if (!isUuid(key.id)) throw badKey('id');
  if (!NAME.test(key.name)) throw badKey('name');
  return { tenantId: asId<'tenant'>(key.tenantId), kind: key.kind, id: key.id, name: key.name };
}

/** The key as path segments, tenant first. */
export const segmentsOf = (key: FileKey): readonly string[] => [key.tenantId, key.kind, key.id, key.name];

const badKey = (path: string): InvalidInput => new InvalidInput(`The file key's ${path} is not of the agreed form.`, { slug: 'file.bad_key', path });
