import { createProjectGraphAsync } from '@nx/devkit';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import boundaries from './libs/workspace/lint/boundaries.cjs';
import yagura from './libs/workspace/lint/index.cjs';
import { projects } from './libs/workspace/lint/projects.cjs';

// Without a cached project graph the boundary rule skips itself with a warning that nobody sees, as in every fresh clone.
process.env.NX_DAEMON ??= 'false';
await createProjectGraphAsync({ exitOnError: true });

const SOURCES = ['libs/**/*.{ts,tsx}', 'services/**/*.{ts,tsx}', 'prisma/**/*.ts'];
const SPECS = ['**/*.spec.ts', 'services/portal/journeys/**/*.ts'];
const WEB = ['services/portal/web/**'];
const names = projects(import.meta.dirname).map(({ manifest }) => manifest.name);

const moduleBoundaries = (extra) => ['error', {
  allow: [],
  allowCircularSelfDependency: false,
  // A command loads its own code when it is typed, and may name the service that it knows at its top; a process of one part must not reach such a file.
  checkDynamicDependenciesExceptions: names,
  enforceBuildableLibDependency: false,
  ignoredCircularDependencies: boundaries.specCycles(names),
  depConstraints: boundaries.depConstraints(extra),
}];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'libs/db/src/gen/**', '.nx/**', '.yagura/**', '**/gen/**'] },
  // A rule that may be switched off in a line is a suggestion; there are no inline exceptions.
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  {
    files: SOURCES,
    ignores: WEB,
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { project: './tsconfig.spec.json', tsconfigRootDir: import.meta.dirname },
    },
    plugins: { '@typescript-eslint': tseslint.plugin, '@nx': nx, yagura },
    rules: {
      '@nx/enforce-module-boundaries': moduleBoundaries(),
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unsafe-return': 'error',
      '@typescript-eslint/no-unsafe-call': 'error',
      '@typescript-eslint/no-unsafe-member-access': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'eqeqeq': ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
      'yagura/driver-home': 'error',
      'yagura/egress-only': 'error',
      'yagura/file-suffix': 'error',
      'yagura/no-built-pattern': 'error',
      'yagura/no-built-query': 'error',
      'yagura/no-default-export': 'error',
      'yagura/no-request-scope': 'error',
      'yagura/own-errors': 'error',
      'yagura/pure-domain': 'error',
    },
  },
  { files: ['**/*.{resolver,controller}.ts'], rules: { 'yagura/guarded-handlers': 'error' } },
  { files: ['**/*.resolver.ts'], rules: { 'yagura/thin-resolvers': 'error' } },
  { files: ['services/**/*.{service,repository}.ts'], rules: { 'yagura/context-first': 'error' } },
  { files: ['services/**/*.ts'], ignores: [...SPECS, ...WEB], rules: { 'yagura/publish-in-transaction': 'error', 'no-console': 'error' } },
  { files: ['libs/contracts/src/events/**/*.v*.ts'], ignores: SPECS, rules: { 'yagura/golden-sample': 'error' } },
  {
    // A spec may fail in its own words, build the worlds it needs and look into rows; isolation and honesty still hold.
    files: SPECS,
    rules: {
      '@nx/enforce-module-boundaries': moduleBoundaries(['testing']),
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      'yagura/own-errors': 'off',
      'yagura/pure-domain': 'off',
      'yagura/no-built-query': 'off',
      'yagura/honest-tests': 'error',
    },
  },
  {
    // The browser's code has a compiler configuration, libraries and file names of its own; honesty and types hold all the same.
    files: ['services/portal/web/**/*.{ts,tsx}'],
    languageOptions: { parser: tseslint.parser, parserOptions: { project: './services/portal/web/tsconfig.spec.json', tsconfigRootDir: import.meta.dirname } },
    plugins: { '@typescript-eslint': tseslint.plugin, '@nx': nx, yagura },
    rules: {
      '@nx/enforce-module-boundaries': moduleBoundaries(),
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'eqeqeq': ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-eval': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
      'yagura/no-default-export': 'error',
      // Pages take text of strangers; React's own escaping is the only way it gets on the screen.
      'no-restricted-syntax': ['error', { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: 'Text of others is never markup.' }],
    },
  },
  // prisma.config.ts and its like are read by tools that ask for a default export.
  { files: ['prisma/prisma.config.ts'], rules: { 'yagura/no-default-export': 'off' } },
  {
    files: ['**/*.{mjs,cjs,js}'],
    rules: { 'eqeqeq': ['error', 'always', { null: 'ignore' }], 'no-var': 'error', 'prefer-const': 'error', 'no-eval': 'error', 'no-unused-vars': ['error', { argsIgnorePattern: '^_' }] },
  },
);
