const stopDatabase = require('./global-teardown.cjs');

module.exports = async () => {
  await globalThis.__yaguraTestServers?.stop();
  await stopDatabase();
};
