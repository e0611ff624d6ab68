const { join } = require('node:path');
const { generateFiles, logger, visitNotIgnoredFiles } = require('@nx/devkit');
const { Refused, demandName, demandSentence, plural, spellings } = require('../names.cjs');
const { addImport, addLine, addToArray, contentOf } = require('../source-edit.cjs');
const { tableGenerator } = require('../table/generator.cjs');
const { demandPermission, demandService } = require('../workspace-facts.cjs');

const API = 'libs/contracts/src/api';

/** The function that writes another tenant of the scope, and its place from a feature's folder; a service without one gets it. */
function tenantScopeOf(tree, service) {
  const src = `services/${service}/src`;
  const found = ['tenant/tenant-scope', 'tenant-scope'].find((path) => tree.exists(`${src}/${path}.ts`));
  if (!found) generateFiles(tree, join(__dirname, 'files', 'tenant-scope'), `${src}/tenant`, { tmpl: '' });
  const path = found ?? 'tenant/tenant-scope';
  const [, inTenant] = /export function (\w+)\(ctx: TenantContext, tenantId: string, noun\b/.exec(contentOf(tree, `${src}/${path}.ts`)) ?? [];
  if (inTenant === undefined) throw new Refused(`${src}/${path}.ts exports no function (ctx, tenantId, noun) that writes another tenant of the scope.`);
  return { inTenant, from: `../${path}` };
}

function demandNewContract(tree, { name, many, service }) {
  if (tree.exists(`${API}/${name.kebab}.api.ts`)) throw new Refused(`${API}/${name.kebab}.api.ts exists; two features of one name would share their types.`);
  const operations = [many.camel, name.camel, `add${name.className}`];
  if (many.camel === name.camel) throw new Refused(`"${name.kebab}" is its own plural; say --plural, so that a list and one of it have two names.`);
  const types = [`${name.className}View`, `${name.className}ListInput`, `Add${name.className}Input`];
  visitNotIgnoredFiles(tree, 'libs/contracts/src', (path) => {
    const text = path.endsWith('.ts') ? contentOf(tree, path) : '';
    for (const operation of operations) if (text.includes(`('${service}', '${operation}'`)) throw new Refused(`${path} has the operation ${service}.${operation} already.`);
    for (const type of types) if (new RegExp(`export (interface|type|const) ${type}\\b`).test(text)) throw new Refused(`${path} exports ${type} already.`);
  });
}

/**
 * One noun of a service from the contract to the table: a list, one of it, and adding one. The context comes first everywhere, every
 * operation is marked, looks and acts are noted, and the spec puts two companies into one room.
 */
function featureGenerator(tree, options) {
  const name = spellings(demandName('Feature', options.name));
  const many = spellings(demandName('Plural', options.plural ?? plural(name.kebab)));
  const service = demandService(tree, options.service);
  const about = demandSentence('about', options.about);
  const permission = demandPermission(tree, options.permission);
  const folder = `services/${service}/src/${name.kebab}`;
  if (tree.exists(folder)) throw new Refused(`${folder} exists.`);
  demandNewContract(tree, { name, many, service });
  const next = tableGenerator(tree, { name: name.kebab, service, about, columns: 'name:text', rights: 'select,insert' });
  const facts = { about, file: name.kebab, many, name, permission, service, tenantScope: tenantScopeOf(tree, service), tmpl: '' };
  generateFiles(tree, join(__dirname, 'files', 'service'), folder, facts);
  generateFiles(tree, join(__dirname, 'files', 'contract'), API, facts);
  addLine(tree, 'libs/contracts/src/index.ts', `export * from './api/${name.kebab}.api';`, (line) => line.startsWith("export * from './api/"));
  register(tree, `services/${service}/src/app.module.ts`, name);
  return () => {
    next();
    logger.info(`Next: npx tsc -b services/${service} && npx jest services/${service}/src/${name.kebab}; the gateway shows it with docs/how-to/add-an-operation.md.`);
  };
}

function register(tree, module, { kebab, className, camel }) {
  addImport(tree, module, `import { ${className}Controller } from './${kebab}/${kebab}.controller';`);
  addImport(tree, module, `import { ${className}Service } from './${kebab}/${kebab}.service';`);
  addToArray(tree, module, 'providers', `${className}Service`);
  addToArray(tree, module, 'providers', `${className}Controller`);
  addToArray(tree, module, 'controllers', `[${camel}Api, ${className}Controller]`);
  const text = contentOf(tree, module);
  const imported = /import \{ ([^}]+) \} from '@yagura\/contracts';/.exec(text);
  if (imported) tree.write(module, text.replace(imported[0], `import { ${imported[1].trim().replace(/,$/, '')}, ${camel}Api } from '@yagura/contracts';`));
  else addImport(tree, module, `import { ${camel}Api } from '@yagura/contracts';`);
}

module.exports = { default: featureGenerator, featureGenerator };
