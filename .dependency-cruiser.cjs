// Dependencies inside a project, by file suffix (house style section 4). What crosses projects is eslint's part.
const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

/** What a project offers beside its index: the sources of the other entry points of its package.json, as patterns. */
const ENTRIES = ['libs', 'services'].flatMap((folder) => readdirSync(join(__dirname, folder)).flatMap((project) => {
  const manifest = join(__dirname, folder, project, 'package.json');
  const { exports: entries = {} } = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : {};
  return Object.values(entries).map((entry) => entry['@yagura/source']).filter((source) => source !== undefined)
    .map((source) => `^${join(folder, project, source).replaceAll('.', '\\.')}$`);
}));

// The gateway has no nouns of its own: it is an edge throughout.
const PURE = '^services/(?!gateway/)[^/]+/src/.+/[a-z0-9-]+(\\.errors|\\.mapping)?\\.ts$';
const SPEC = '\\.spec\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Files that need each other are one thing in two places; find the third thing that both mean.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'domain-knows-no-framework',
      comment: 'A noun, its errors and its mapping run in a plain test, without Nest and without the database.',
      severity: 'error',
      from: { path: PURE, pathNot: SPEC },
      to: { path: 'node_modules/(@nestjs|@graphql-yoga|express|@prisma)/' },
    },
    {
      name: 'repository-behind-service',
      comment: 'Only a service reads and writes; an edge that holds a repository goes around its rules and its transaction.',
      severity: 'error',
      from: { path: '^services/', pathNot: `\\.(service|module)\\.ts$|${SPEC}` },
      to: { path: '\\.repository\\.ts$' },
    },
    {
      name: 'nothing-inside-knows-the-edge',
      comment: 'Edges call services. A service, repository or noun that imports an edge turns the arrow round.',
      severity: 'error',
      from: { path: '^services/(?!gateway/)', pathNot: `\\.(module|controller|resolver|consumer|worker|job)\\.ts$|${SPEC}|/src/[^/]+\\.ts$` },
      to: { path: '^services/.+\\.(controller|resolver|consumer)\\.ts$' },
    },
    {
      name: 'feature-behind-its-service',
      comment: 'Another feature is reached through its service, its module, or its pure vocabulary (noun and errors).',
      severity: 'error',
      from: { path: '^services/([^/]+)/src/([^/]+)/', pathNot: SPEC },
      to: {
        path: '^services/$1/src/[^/]+/.+\\.(repository|controller|resolver|consumer|worker|job|loader|mapping)\\.ts$',
        pathNot: '^services/$1/src/$2/',
      },
    },
    {
      name: 'projects-by-their-entry',
      comment: 'Another project is its package: an entry point of its package.json, never a path into its folders.',
      severity: 'error',
      from: { path: '^(libs|services)/([^/]+)/' },
      to: { path: '^(libs|services)/[^/]+/src/', pathNot: ['^$1/$2/', ...ENTRIES] },
    },
    {
      name: 'no-import-of-a-spec',
      comment: 'A spec file is a program of its own; what two of them share is a noun in libs/testing.',
      severity: 'error',
      from: {},
      to: { path: SPEC },
    },
    {
      name: 'no-development-package-at-run-time',
      comment: 'A development dependency is missing where only production ones are installed; the browser of a benchmark says so when it is.',
      severity: 'error',
      from: { path: '^(libs|services)/', pathNot: `${SPEC}|^libs/(testing|workspace)/|/testing/|/contract/|^services/portal/journeys/|^libs/cli/src/bench/portal-browser\\.ts$` },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'nothing-unresolvable',
      comment: 'An import that leads nowhere fails only when it is first reached.',
      severity: 'error',
      from: { path: '^(libs|services)/', pathNot: '^libs/db/src/gen/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['(^|/)dist/', '^libs/db/src/gen/'] },
    includeOnly: { path: ['^libs/', '^services/', 'node_modules'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['@yagura/source', 'types', 'require', 'node', 'import', 'default'] },
  },
};
