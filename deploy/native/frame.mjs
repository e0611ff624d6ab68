// What the start scripts of this folder have in common: options, one line of JSON when the server is ready, orders by input, and the end.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

const say = (told) => process.stdout.write(`${JSON.stringify(told)}\n`);

/**
 * Runs a server until it is interrupted, or until its input ends when something holds that. `missing` answers why none can be started here,
 * which `--missing` prints; `begin({ folder, values })` starts it and answers what to say of it (`told`), what it can be ordered by lines of
 * input (`orders`) and how it ends (`stop`). While it begins, leaving is enough: it ends its own processes when this one exits.
 */
export function serve({ name, options = {}, missing, begin }) {
  const { values } = parseArgs({ options: { ...options, folder: { type: 'string' }, missing: { type: 'boolean', default: false } } });
  const lack = missing();
  if (values.missing) {
    say({ missing: lack ?? null });
    return;
  }
  if (lack !== undefined) {
    process.stderr.write(`${name} cannot be started: ${lack}.\n`);
    process.exitCode = 1;
    return;
  }
  const folder = resolve(values.folder ?? mkdtempSync(join(tmpdir(), `yagura-${name.toLowerCase()}-`)));
  let [server, ending] = [undefined, undefined];
  // A folder that somebody named keeps what it holds for the next start.
  if (values.folder === undefined) process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const end = () => {
    ending ??= Promise.resolve(server?.stop()).finally(() => process.exit(server === undefined ? 1 : 0));
    return ending;
  };
  process.on('SIGTERM', end).on('SIGINT', end);

  const obey = async (line) => {
    const [order, id] = line.trim().split(/\s+/);
    if (order === 'stop') return end();
    if (!Object.hasOwn(server.orders, order)) return say({ error: `the orders are ${Object.keys(server.orders).join(', ')} and stop` });
    const answer = await server.orders[order](id);
    return say({ done: order, id, ...answer });
  };
  const input = createInterface({ input: process.stdin });
  if (!process.stdin.isTTY) input.on('close', end);
  let orders = begin({ folder, values }).then((started) => {
    server = started;
    say(server.told);
  }, (error) => {
    process.stderr.write(`${error.message}\n`);
    return end();
  });
  input.on('line', (line) => { orders = orders.then(() => obey(line)).catch((error) => say({ error: error.message })); });
}

/** Ends a process of this one's when it exits; `kill` must not wait. Before its folder is removed, so that nothing writes into it. */
export const endAtExit = (kill) => { process.prependListener('exit', kill); };
