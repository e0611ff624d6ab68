// node deploy/native/keycloak/start.mjs [--folder path] [--console-url url] [--portal-url url]
//
// Starts Keycloak with Yagura's realms on this machine and prints one line of JSON with its address and the file of its secrets. It runs until it is
// interrupted, or until its input ends when something holds that. Lines of input: `kill` (as kill -9), `start`, `stop`; each is answered with a line.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { missing, startKeycloak } from './server.mjs';

const { values } = parseArgs({
  options: {
    'folder': { type: 'string' }, 'missing': { type: 'boolean', default: false },
    'console-url': { type: 'string', default: 'http://127.0.0.1:4201' }, 'portal-url': { type: 'string', default: 'http://127.0.0.1:4202' },
  },
});
const say = (told) => process.stdout.write(`${JSON.stringify(told)}\n`);

const lack = missing();
if (values.missing) {
  say({ missing: lack ?? null });
  process.exit(0);
}
if (lack !== undefined) {
  process.stderr.write(`No Keycloak can be started: ${lack}.\n`);
  process.exit(1);
}

const folder = resolve(values.folder ?? mkdtempSync(join(tmpdir(), 'yagura-keycloak-')));
let server;
let ending;
const end = () => {
  // While it starts, leaving is enough: the server's group is ended with this process.
  ending ??= Promise.resolve(server?.stop()).then(() => {
    // A folder that somebody named keeps its people for the next start.
    if (values.folder === undefined) rmSync(folder, { recursive: true, force: true });
    process.exit(server === undefined ? 1 : 0);
  });
  return ending;
};
process.on('SIGTERM', end).on('SIGINT', end);

async function obey(order) {
  if (order === 'stop') return end();
  if (order !== 'kill' && order !== 'start') return say({ error: 'kill, start or stop' });
  await server[order]();
  return say({ done: order });
}

const input = createInterface({ input: process.stdin });
if (!process.stdin.isTTY) input.on('close', end);
let orders = startKeycloak({ folder, consoleUrl: values['console-url'], portalUrl: values['portal-url'] }).then((started) => {
  server = started;
  say({ url: server.url, secretsFile: server.secretsFile });
}, (error) => {
  process.stderr.write(`${error.message}\n`);
  return end();
});
input.on('line', (line) => { orders = orders.then(() => obey(line.trim())).catch((error) => say({ error: error.message })); });
