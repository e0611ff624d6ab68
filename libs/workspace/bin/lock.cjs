// What a complete package-lock.json is: pure functions over its parsed form, shared by the command and its test.
//
// npm leaves an optional platform package out of the lock when it could not fetch it while it wrote the lock, and then
// `npm ci` of npm 11 refuses that same lock ("Missing: @swc/core-darwin-arm64@ from lock file"). Everything npm needs to
// accept the entry is known from the parent's exact version and from the naming scheme of native packages.

const EXACT = /^\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/;
const ADDRESS = /^[a-z+]+:\/\//i;
const OS = new Map([
  ['darwin', 'darwin'], ['macos', 'darwin'], ['linux', 'linux'], ['linuxmusl', 'linux'], ['win32', 'win32'], ['windows', 'win32'],
  ['freebsd', 'freebsd'], ['openbsd', 'openbsd'], ['netbsd', 'netbsd'], ['android', 'android'], ['sunos', 'sunos'], ['aix', 'aix'],
  ['openharmony', 'openharmony'],
]);
const CPU = new Map([
  ['x64', 'x64'], ['x86_64', 'x64'], ['amd64', 'x64'], ['arm64', 'arm64'], ['aarch64', 'arm64'], ['arm', 'arm'], ['armv7', 'arm'],
  ['ia32', 'ia32'], ['x86', 'ia32'], ['ppc64', 'ppc64'], ['ppc64le', 'ppc64'], ['s390x', 's390x'], ['riscv64', 'riscv64'], ['mips64el', 'mips64el'],
  ['loong64', 'loong64'], ['wasm32', 'wasm32'],
]);

/** The operating system and processor that a native package's name states: `@swc/core-linux-x64-gnu` is linux on x64. */
function platformOf(name) {
  const words = name.split('/').at(-1).split(/[-.]/);
  const pick = (table) => words.map((word) => table.get(word)).find((value) => value !== undefined);
  const os = pick(OS);
  const cpu = pick(CPU);
  return { ...(os && { os: [os] }), ...(cpu && { cpu: [cpu] }) };
}

/** The lock's path of the package that `from` gets when it requires `name`: the nearest node_modules going up. */
function resolve(packages, from, name) {
  for (let base = from; ; base = base.includes('/') ? base.slice(0, base.lastIndexOf('/')) : '') {
    if (!base.endsWith('node_modules')) {
      const path = base === '' ? `node_modules/${name}` : `${base}/node_modules/${name}`;
      if (packages[path]) return path;
    }
    if (base === '') return undefined;
  }
}

/** Every optional package that an entry names with an exact version and that the lock does not hold at that version. */
function missing(lock) {
  return Object.entries(lock.packages).flatMap(([parent, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([, version]) => EXACT.test(version))
      .filter(([name, version]) => {
        const path = resolve(lock.packages, parent, name);
        return path === undefined || (lock.packages[path].version !== version && !lock.packages[path].link);
      })
      .map(([name, version]) => ({ parent, name, version })));
}

const flags = ({ dev, devOptional }) => ({ ...(dev && { dev }), ...(devOptional && { devOptional }) });

/** The lock with every missing optional package added, its keys sorted as npm sorts them. */
function complete(lock) {
  const packages = { ...lock.packages };
  for (const { parent, name, version } of missing(lock)) {
    const shared = `node_modules/${name}`;
    const taken = packages[shared] !== undefined && packages[shared].version !== version;
    const path = taken ? `${parent}/node_modules/${name}` : shared;
    const { os, cpu } = platformOf(name);
    const entry = { version, ...(cpu && { cpu }), ...flags(lock.packages[parent]), optional: true, ...(os && { os }) };
    // A package that a production parent also wants must not stay marked as a development one.
    const known = packages[path];
    if (known && !lock.packages[parent].dev) delete known.dev;
    packages[path] ??= entry;
  }
  const paths = Object.keys(packages).sort((a, b) => a.localeCompare(b, 'en'));
  return { ...lock, packages: Object.fromEntries(paths.map((path) => [path, packages[path]])) };
}

/** Fields of a project's package.json that npm repeats in the lock. */
const REPEATED = ['version', 'license', 'dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies', 'bin', 'engines'];
const isFilled = (value) => value !== undefined && (typeof value !== 'object' || Object.keys(value).length > 0);

const sorted = (value) => (typeof value === 'object' ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => a.localeCompare(b, 'en'))) : value);

/** What npm writes for a project of the workspace: its folder's entry and the link to it. */
function entriesOf({ folder, manifest }) {
  const repeated = REPEATED.filter((key) => isFilled(manifest[key])).map((key) => [key, sorted(manifest[key])]);
  // npm leaves the name out where the folder states it already.
  const named = folder.split('/').at(-1) === manifest.name ? [] : [['name', manifest.name]];
  return { [folder]: Object.fromEntries([...named, ...repeated]), [`node_modules/${manifest.name}`]: { resolved: folder, link: true } };
}

const sameKeys = (a = {}, b = {}) => Object.keys({ ...a, ...b }).every((key) => a[key] === b[key]);
const agrees = (entry, wanted) =>
  entry !== undefined && REPEATED.every((key) => (typeof (wanted[key] ?? entry[key]) === 'object' ? sameKeys(entry[key], wanted[key]) : entry[key] === wanted[key]));

/** Folders of projects whose entry is absent or says something else than their package.json. */
function staleProjects(lock, projects) {
  return projects
    .filter((project) => Object.entries(entriesOf(project)).some(([path, wanted]) => (wanted.link ? !lock.packages[path]?.link : !agrees(lock.packages[path], wanted))))
    .map(({ folder }) => folder);
}

/** The lock with the entries of these projects as their package.json says. They need no download, so no `npm install` is needed. */
function withProjects(lock, projects) {
  const stale = new Set(staleProjects(lock, projects));
  const entries = projects.filter(({ folder }) => stale.has(folder)).map(entriesOf);
  return { ...lock, packages: Object.assign({}, lock.packages, ...entries) };
}

/** Fields of the root's package.json that the lock repeats and that need no download. */
const ROOT_REPEATED = ['version', 'license', 'bin', 'engines', 'workspaces'];

/** Whether the lock's root entry says something else about them than package.json. */
const isRootStale = (lock, manifest) => ROOT_REPEATED.some((key) => JSON.stringify(lock.packages[''][key]) !== JSON.stringify(manifest[key]));

/** The lock whose root entry says what package.json says; its dependencies are left to `npm install`. */
function withRoot(lock, manifest) {
  const repeated = Object.fromEntries(ROOT_REPEATED.map((key) => [key, manifest[key]]));
  const root = Object.fromEntries(Object.entries({ ...lock.packages[''], ...repeated }).filter(([, value]) => value !== undefined));
  return { ...lock, packages: { ...lock.packages, '': root } };
}

/** Packages that a project (or the root) depends on and the lock does not hold: only `npm install` can add them. */
function unlocked(lock, projects) {
  const names = projects.flatMap(({ manifest: { dependencies, devDependencies } }) => Object.keys({ ...dependencies, ...devDependencies }));
  return [...new Set(names)].filter((name) => !lock.packages[`node_modules/${name}`]);
}

/** Entries that carry a download address. The lock names packages by version and hash; each machine has its own registry. */
function addressed(lock) {
  return Object.entries(lock.packages).filter(([, entry]) => ADDRESS.test(entry.resolved ?? '')).map(([path]) => path);
}

/** The lock without download addresses, as npm writes it under `omit-lockfile-registry-resolved`. */
function withoutAddresses(lock) {
  const strip = (entry) => Object.fromEntries(Object.entries(entry).filter(([key, value]) => key !== 'resolved' || !ADDRESS.test(value)));
  return { ...lock, packages: Object.fromEntries(Object.entries(lock.packages).map(([path, entry]) => [path, strip(entry)])) };
}

module.exports = { addressed, complete, isRootStale, missing, platformOf, staleProjects, unlocked, withProjects, withRoot, withoutAddresses };
