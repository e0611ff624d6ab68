const { existsSync, readFileSync } = require('node:fs');
const { basename, join } = require('node:path');
const { pathOf } = require('./ast.cjs');

const KINDS = ['module', 'service', 'repository', 'controller', 'resolver', 'loader', 'consumer', 'worker', 'job', 'mapping', 'errors', 'graphql'];
const NAME = new RegExp(`^[a-z0-9]+(-[a-z0-9]+)*(\\.(${KINDS.join('|')}))?(\\.(unit|int|e2e|server)\\.spec)?\\.tsx?$`);
const CONTRACT = /^[a-z0-9]+(-[a-z0-9]+)*\.(v\d+|api)((\.unit|\.int)\.spec)?\.ts$/;
const NOUNLESS = /^(.+-)?(utils?|helpers?|common|misc|types|constants|interfaces?|dtos?)\./;
/** What an untyped package looks like, named after it. */
const DECLARATION = /^[a-z0-9.-]+\.d\.ts$/;
/** An index that package.json names as an entry point is the door of a sub-path, not a barrel. */
const isEntry = (context, path) => {
  const [group, project, ...rest] = path.split('/');
  const manifest = join(context.cwd, group, project, 'package.json');
  return rest.join('/') === 'src/index.ts' || (existsSync(manifest) && readFileSync(manifest, 'utf8').includes(`"./${rest.join('/')}"`));
};
/** The catalogue of event types: one line per event, gathered for the entry point, checked against the golden samples. */
const CATALOGUE = 'libs/contracts/src/events/index.ts';
/** Tools name their own files outside the projects. */
const isTool = (path) => !path.startsWith('libs/') && !path.startsWith('services/');

/** A file is named for the noun it describes, in kebab case, with a suffix of the closed list (house style, section 3). */
module.exports = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      suffix: '{{name}}: file names are kebab case with a suffix of the closed list (.{{kinds}}, .unit.spec, .int.spec, .e2e.spec, .server.spec) or none.',
      nounless: '{{name}} names no noun: put each thing beside what it describes.',
      barrel: 'Only an entry point of package.json gathers exports; import {{name}}\'s neighbours directly.',
    },
  },
  create(context) {
    const path = pathOf(context);
    const name = basename(path);
    const isBarrel = name === 'index.ts' && path !== CATALOGUE && !isTool(path) && !isEntry(context, path);
    const reportBarrel = (node) => { if (isBarrel) context.report({ node, messageId: 'barrel', data: { name } }); };
    return {
      // A list that imports what it lists, such as a gateway's resolvers, hides no path: only handing on does.
      'ExportAllDeclaration, ExportNamedDeclaration[source]': reportBarrel,
      Program(node) {
        if (isTool(path) || DECLARATION.test(name)) return;
        const isContract = path.startsWith('libs/contracts/') && CONTRACT.test(name);
        if (!isContract && !NAME.test(name)) context.report({ node, messageId: 'suffix', data: { name, kinds: KINDS.join(', .') } });
        if (NOUNLESS.test(name)) context.report({ node, messageId: 'nounless', data: { name } });
      },
    };
  },
};
