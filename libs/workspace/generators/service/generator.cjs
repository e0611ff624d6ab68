const { existsSync, lstatSync, symlinkSync } = require('node:fs');
const { join } = require('node:path');
const { generateFiles, logger } = require('@nx/devkit');
const { withProjects } = require('../../bin/lock.cjs');
const { tsconfigs } = require('../../bin/references.cjs');
const { Refused, demandClause, demandName, demandSentence, spellings } = require('../names.cjs');
const { addLine, addToArray, addToObject, contentOf, replaceOnce, textsInArray } = require('../source-edit.cjs');
const { MIGRATIONS, nextMigration } = require('../workspace-facts.cjs');

const COMPOSITION = 'libs/cli/src/service/service-plans.ts';
const CALLERS = 'libs/runtime/src/service/service-callers.ts';
const DEMO = 'libs/cli/src/command/demo.ts';
const PROCESSES = 'libs/config/src/process.ts';
/** Schemas and roles that belong to nobody's service. */
const TAKEN_SCHEMAS = ['public', 'guard', 'lane', 'audit', 'identity', 'mutant', 'gateway', 'portal', 'yagura'];

/** What a composition can hand to a service, by the word on the command line: name in the code, meaning, and its value there. */
const PORTS = {
  'egress': { key: 'EGRESS', about: 'The `EgressClient` with the operator’s list: the only way out.', value: 'platform.egress' },
  'files': { key: 'FILE_STORE', about: 'The `FileStore` of the installation.', value: 'platform.files' },
  'installation-key': { key: 'INSTALLATION_KEY', about: 'The key under which data keys of tenants are wrapped.', value: "platform.keys.of('installation')" },
};

/** The name is also a schema, a role, and the producer that the outbox demands, so it is one plain word. */
function demandServiceName(tree, name) {
  if (typeof name !== 'string' || !/^[a-z][a-z0-9]{2,30}$/.test(name)) throw new Refused(`Service "${name}": one lower-case word of letters and digits; it is also the name of its schema and of its role.`);
  demandName('Service', name);
  if (TAKEN_SCHEMAS.includes(name) || name.startsWith('pg')) throw new Refused(`The schema ${name} is taken.`);
  if (tree.exists(`services/${name}`) || textsInArray(tree, COMPOSITION, 'SERVICE_NAMES').includes(name)) throw new Refused(`The service ${name} exists.`);
  return name;
}

function portsOf(text) {
  const asked = (text ?? '').split(',').map((port) => port.trim()).filter((port) => port !== '');
  return [...new Set(asked)].map((port) => {
    if (!Object.hasOwn(PORTS, port)) throw new Refused(`Port "${port}": the composition has ${Object.keys(PORTS).join(', ')}.`);
    return PORTS[port];
  });
}

/**
 * A service that starts with the others and has nothing to do yet: package, module, ports, its own schema and role, and a line in each list
 * of services. Every list is edited here, so a service that was generated is complete.
 */
function serviceGenerator(tree, options) {
  const name = spellings(demandServiceName(tree, options.name));
  const about = demandSentence('about', options.about);
  const ports = portsOf(options.ports);
  const owner = options.owner ?? '@yagura/maintainers';
  if (!/^@[\w./-]+( @[\w./-]+)*$/.test(owner)) throw new Refused(`Owner "${owner}": names of teams, such as @yagura/casework.`);
  // A library of the same name keeps it, as libs/sla does.
  const packageName = tree.exists(`libs/${name.kebab}`) ? `@yagura/${name.kebab}-service` : `@yagura/${name.kebab}`;
  const producers = textsInArray(tree, 'libs/db/src/exempt.ts', 'PRODUCERS');
  const folder = `services/${name.kebab}`;
  const facts = { about, name, packageName, ports, producers: [...producers, `svc_${name.snake}`], tmpl: '' };
  generateFiles(tree, join(__dirname, 'files', 'service'), folder, facts);
  if (ports.length > 0) generateFiles(tree, join(__dirname, 'files', 'ports'), `${folder}/src`, facts);
  generateFiles(tree, join(__dirname, 'files', 'migration'), `${MIGRATIONS}/${nextMigration(tree)}_${name.snake}`, facts);
  giveRole(tree, name);
  compose(tree, { name, packageName, ports, lost: demandClause('lost', options.lost ?? `nothing is done about ${name.words}`) });
  addLine(tree, 'CODEOWNERS', `/services/${name.kebab}/`.padEnd(26).concat(owner), (line) => line.startsWith('/services/'));
  syncProjects(tree);
  return () => {
    link(tree.root, packageName, folder);
    logger.info(`\nNext: npx tsc -b && npx jest ${folder} prisma/rls/catalogue; then its first noun: nx g @yagura/workspace:feature. It belongs on the picture in docs/architecture.md too.`);
  };
}

function giveRole(tree, { snake }) {
  const role = `svc_${snake}`;
  addToArray(tree, 'libs/db/src/migrate.ts', 'SERVICE_ROLES', `'${role}'`);
  addToArray(tree, 'libs/db/src/exempt.ts', 'PRODUCERS', `'${role}'`);
  replaceOnce(tree, 'deploy/postgres/roles.sql', /'svc_identity'/, `'${role}', 'svc_identity'`, `cannot find the list of roles with 'svc_identity' in it; it should get '${role}'.`);
  replaceOnce(tree, 'prisma/schema/base.prisma', /(schemas\s*=\s*\[)/, `$1"${snake}", `, `cannot find the list of schemas; it should get "${snake}".`);
}

function compose(tree, { name, packageName, ports, lost }) {
  addToArray(tree, COMPOSITION, 'SERVICE_NAMES', `'${name.kebab}'`, { before: "'gateway'" });
  addToObject(tree, COMPOSITION, 'PLANS', `${name.kebab}: ${planText(`${name.camel}Service`, packageName, ports)}`);
  addToArray(tree, COMPOSITION, 'CODE', `() => import('${packageName}')`, { before: "() => import('@yagura/gateway')" });
  addToArray(tree, CALLERS, 'gateway', `'${name.kebab}'`);
  addToArray(tree, PROCESSES, 'CALLED_SERVICES', `'${name.kebab}'`);
  addToObject(tree, PROCESSES, 'PROCESS_PORTS', `${name.kebab}: ${nextPort(tree)}`);
  addToObject(tree, 'libs/cli/src/process/parts.ts', 'PARTS', `${name.kebab}: service('${name.kebab}')`);
  addToArray(tree, 'libs/testing/src/process-world.ts', 'SERVICES', `'${name.kebab}'`);
  addToObject(tree, DEMO, 'LOST', `${name.kebab}: '${lost}'`);
  const cli = JSON.parse(contentOf(tree, 'libs/cli/package.json'));
  const dependencies = Object.entries(cli.dependencies);
  const at = dependencies.findIndex(([other]) => other > packageName);
  dependencies.splice(at === -1 ? dependencies.length : at, 0, [packageName, '0.1.0']);
  tree.write('libs/cli/package.json', `${JSON.stringify({ ...cli, dependencies: Object.fromEntries(dependencies) }, null, 2)}\n`);
}

/** How the service is put together; its code is loaded with its plan. */
function planText(service, packageName, ports) {
  if (ports.length === 0) return `async (platform) => plan(platform, (await import('${packageName}')).${service}, [])`;
  const names = [...ports.map(({ key }) => key), service].join(', ');
  const provided = ports.map(({ key, value }) => `{ key: ${key}, value: ${value} }`).join(', ');
  return `async (platform) => {\n    const { ${names} } = await import('${packageName}');\n    return plan(platform, ${service}, [${provided}]);\n  }`;
}

/** The internal port behind all that are taken. */
function nextPort(tree) {
  const [list] = /PROCESS_PORTS = \{[^}]*\}/.exec(contentOf(tree, PROCESSES)) ?? [];
  if (list === undefined) throw new Refused(`${PROCESSES}: cannot find the object PROCESS_PORTS; it should get a port for the service.`);
  return Math.max(...[...list.matchAll(/: (\d+)/g)].map(([, port]) => Number(port))) + 1;
}

/** What follows from the package.json files: the compiler's references and the lock. */
function syncProjects(tree) {
  const folders = ['libs', 'services'].flatMap((group) => tree.children(group).map((child) => `${group}/${child}`)).filter((folder) => tree.exists(`${folder}/package.json`));
  const projects = folders.map((folder) => ({ folder, manifest: JSON.parse(contentOf(tree, `${folder}/package.json`)) }));
  for (const [path, text] of tsconfigs(projects, (folder) => tree.exists(`${folder}/src`))) if (tree.read(path, 'utf8') !== text) tree.write(path, text);
  const lock = withProjects(JSON.parse(contentOf(tree, 'package-lock.json')), projects);
  const packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
  tree.write('package-lock.json', `${JSON.stringify({ ...lock, packages }, null, 2)}\n`);
}

/** The link that `npm ci` makes for a project of the workspace, so that it can be imported at once and offline. */
function link(root, packageName, folder) {
  const path = join(root, 'node_modules', packageName);
  if (!existsSync(join(path, '..'))) return logger.warn('node_modules is missing: run npm ci before you build.');
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) symlinkSync(join('..', '..', folder), path, 'junction');
  return undefined;
}

module.exports = { default: serviceGenerator, serviceGenerator };
