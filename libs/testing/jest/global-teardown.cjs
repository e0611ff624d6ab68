const { rmSync } = require('node:fs');

module.exports = async () => {
  const started = globalThis.__yaguraTestServer;
  if (started === undefined) return;
  await started.server.stop();
  rmSync(started.folder, { recursive: true, force: true });
};
