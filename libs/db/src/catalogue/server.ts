import type { CatalogueFacts, RoleFact } from './facts';
import { fault, type CatalogueFault } from './fault';
import { SERVICE_ROLES, SYSTEM_ROLES } from '../migrate';

const SERVING = new Set<string>([...SERVICE_ROLES, ...SYSTEM_ROLES]);
const KEEPER = 'guard_keeper';
const OWNER = 'yagura_owner';
/** Lowest minor release of each major one in which row security is not known to leak (CVE-2025-8713); 18 has it from the start. */
const MINIMUM_MINORS = new Map([[15, 14], [16, 10], [17, 6], [18, 0]]);
const NEWEST_KNOWN = 18;
/** What roles or databases may not have stored for their sessions. */
const FORBIDDEN_SETTING = /^(app\.|role=|row_security=|search_path=|session_replication_role=|session_preload_libraries=|local_preload_libraries=)/;

/** Judges roles, server version and settings. `durability` is false for servers whose data is thrown away. */
export function judgeServer(facts: CatalogueFacts, durability: boolean): CatalogueFault[] {
  return [
    ...judgeRoles(facts.roles), ...judgeVersion(facts.serverVersion), ...judgeExtensions(facts.extensions),
    ...facts.storedSettings.filter((line) => FORBIDDEN_SETTING.test(line)).map((line) => fault('setting.stored', line.split('=')[0], 'is stored for a role or database.')),
    ...judgeSettings(facts, durability),
  ];
}

function judgeRoles(roles: readonly RoleFact[]): CatalogueFault[] {
  const names = new Set(roles.map(({ name }) => name));
  const missing = [...SERVING, KEEPER, OWNER].filter((name) => !names.has(name)).map((name) => fault('role.missing', name, 'is a role that does not exist.'));
  return [...missing, ...roles.flatMap(judgeRole)];
}

function judgeRole(role: RoleFact): CatalogueFault[] {
  const { name } = role;
  const powers = name === OWNER ? ['createdb'] : name === KEEPER ? ['bypassrls'] : [];
  const faults: CatalogueFault[] = [];
  const isOurs = SERVING.has(name) || name === OWNER || name === KEEPER;
  if (isOurs) for (const power of role.powers) if (!powers.includes(power)) faults.push(fault('role.power', name, `is a role with ${power}.`));
  if (name === KEEPER && role.login) faults.push(fault('role.power', name, 'may sign in.'));
  for (const group of role.memberOf) {
    const isOwners = name === OWNER && group === KEEPER;
    if (!isOwners && (isOurs || SERVING.has(group) || group === KEEPER || group === OWNER)) faults.push(fault('role.member', name, `is a member of ${group}.`));
  }
  return faults;
}

function judgeVersion(version: number): CatalogueFault[] {
  const major = Math.floor(version / 10_000);
  const minor = version % 10_000;
  const lowest = MINIMUM_MINORS.get(major);
  if (major > NEWEST_KNOWN || (lowest !== undefined && minor >= lowest)) return [];
  return [fault('server.version', `PostgreSQL ${major}.${minor}`, 'is older than the releases in which row security is safe (15.14, 16.10, 17.6, 18).')];
}

function judgeExtensions(extensions: readonly string[]): CatalogueFault[] {
  return extensions.filter((name) => name !== 'plpgsql').map((name) => fault('server.extension', name, 'is an extension that nobody reviewed.'));
}

function judgeSettings({ settings }: CatalogueFacts, durability: boolean): CatalogueFault[] {
  const values = new Map(settings.map(({ name, value }) => [name, value]));
  const needed: [string, readonly string[]][] = [['row_security', ['on']], ['session_replication_role', ['origin']]];
  if (durability) {
    needed.push(['fsync', ['on']], ['full_page_writes', ['on']], ['synchronous_commit', ['on', 'local', 'remote_write', 'remote_apply']], ['wal_level', ['replica', 'logical']]);
  }
  return needed.filter(([name, good]) => !good.includes(values.get(name) ?? '')).map(([name]) => fault('setting.unsafe', name, `is ${values.get(name) ?? 'unknown'}.`));
}
