// Which project may import which, by tag: the table of house style section 4 in the form that Nx reads. There is no
// wildcard, so a project whose tags match no line may import nothing.
const DRIVERS = ['@prisma/*', 'prisma', 'pg', 'graphile-worker', 'kafkajs', 'kafkajs-snappy', '@clickhouse/client', 'chdb'];
const FRAMEWORK = ['@nestjs/*', 'graphql', 'graphql-yoga', '@graphql-yoga/*', 'express', '@opentelemetry/*', 'pino'];

const TABLE = [
  { from: 'kernel', to: [], onlyExternal: ['zod', 'temporal-polyfill'] },
  { from: 'contract', to: ['kernel', 'contract'], banned: [...FRAMEWORK, ...DRIVERS] },
  { from: 'domain', to: ['kernel', 'domain'], banned: [...FRAMEWORK, ...DRIVERS] },
  { from: 'platform', to: ['kernel', 'contract', 'domain', 'platform'], banned: [] },
  { from: 'service', to: ['kernel', 'contract', 'domain', 'platform'], banned: DRIVERS },
  { from: 'gateway', to: ['kernel', 'contract', 'domain', 'platform'], banned: DRIVERS },
  { from: 'cli', to: ['kernel', 'contract', 'domain', 'platform', 'service', 'gateway', 'web'], banned: DRIVERS },
  { from: 'web', to: ['domain'], banned: [...DRIVERS, '@nestjs/*'] },
  { from: 'testing', to: ['kernel', 'contract', 'platform'], banned: [] },
  { from: 'workspace', to: [], banned: DRIVERS },
];
const TYPES = TABLE.map(({ from }) => from);

/** Constraints for `@nx/enforce-module-boundaries`; `extra` are types that every project may import besides, as specs do. */
const depConstraints = (extra = []) =>
  TABLE.map(({ from, to, banned, onlyExternal }) => ({
    sourceTag: `type:${from}`,
    // Nx reads an empty list as "anything", so a type that may import nothing is granted itself.
    onlyDependOnLibsWithTags: [...(to.length > 0 ? to : [from]), ...extra].map((type) => `type:${type}`),
    ...(onlyExternal && { allowedExternalImports: onlyExternal }),
    ...(banned?.length && { bannedExternalImports: banned }),
  }));

/** Specs may import the test servers, which rest on the very libraries that the specs test: these pairs are no cycle of sources. */
const specCycles = (names) => names.filter((name) => name !== '@yagura/testing').map((name) => [name, '@yagura/testing']);

module.exports = { TYPES, depConstraints, specCycles };
