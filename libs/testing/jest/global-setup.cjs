// Runs once, in plain Node, on the build that `npm test` has just brought up to date: starts one PostgreSQL on a throw-away folder, and migrates a template database
// that each spec file clones. ES modules load here, which Jest's own sandbox cannot do.
const { mkdtempSync, chmodSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { Client } = require('pg');
const { join } = require('node:path');

const ROOT = join(__dirname, '..', '..', '..');

module.exports = async () => {
  if (process.env.YAGURA_TEST_POSTGRES) return;
  const { freePort, startPostgres } = require(join(ROOT, 'libs/runtime/dist/index.js'));
  const { prepareDatabase } = require(join(ROOT, 'libs/db/dist/index.js'));
  const folder = mkdtempSync(join(tmpdir(), 'yagura-test-'));
  chmodSync(folder, 0o755);
  const server = await startPostgres({
    dataDir: join(folder, 'postgres'), host: '127.0.0.1', port: await freePort(), password: 'test',
    // Throw-away data: nothing here has to survive the machine.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300', shared_buffers: '128MB' },
  });
  await prepareDatabase({ superuserUrl: server.url, database: 'yagura_template', passwordOf: (role) => `test-${role}`, contextKey: Buffer.alloc(32, 7) });
  // The schema engine lets its connections go a moment later; a template must have none.
  const admin = new Client({ connectionString: server.url });
  await admin.connect();
  await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = 'yagura_template'");
  await admin.end();
  globalThis.__yaguraTestServer = { server, folder };
  process.env.YAGURA_TEST_POSTGRES = server.url;
};
