// Before the specs of `npm run test:servers`: PostgreSQL as for `npm test`, and a door at which specs ask for the servers that they share.
const { join } = require('node:path');
const startDatabase = require('./global-setup.cjs');

module.exports = async (run) => {
  const { SHARED, SHARED_SERVERS, SharedServers } = require(join(__dirname, '..', 'dist', 'server', 'shared-servers.js'));
  const servers = new SharedServers();
  await servers.open();
  globalThis.__yaguraTestServers = servers;
  process.env[SHARED_SERVERS] = servers.socket;
  // A whole run needs all of them, so they start beside each other and before they are asked for; a single file starts what it asks for.
  if (run.nonFlagArgs.length === 0) for (const name of SHARED) void servers.start(name);
  await startDatabase();
};
