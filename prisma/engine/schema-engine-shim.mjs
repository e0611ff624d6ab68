#!/usr/bin/env node
// Stands in for Prisma's native schema engine (PRISMA_SCHEMA_ENGINE_BINARY): the unmodified Prisma CLI starts it and
// speaks line-delimited JSON-RPC with it, or calls one of its two `cli` verbs. Everything is answered by wasm-engine.mjs.
import { readFileSync } from 'node:fs';
import readline from 'node:readline';
import pg from 'pg';
import { newEngine } from './wasm-engine.mjs';

const argv = process.argv.slice(2);
const option = (name) => argv.flatMap((word, i) => (word === name ? [argv[i + 1]] : []));
const datasource = JSON.parse(option('--datasource')[0] ?? '{}');

async function using(url, work) {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Creates the database that `url` names, when it is missing, through the server's `postgres` database. */
function createDatabase(url) {
  const address = new URL(url);
  const name = decodeURIComponent(address.pathname.slice(1));
  address.pathname = '/postgres';
  return using(address.toString(), async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (!rowCount) await client.query(`create database ${pg.escapeIdentifier(name)}`);
    return name;
  });
}

/** The verbs `can-connect-to-database` and `create-database`. */
async function cli() {
  try {
    await (argv.includes('create-database') ? createDatabase(datasource.url) : using(datasource.url, () => {}));
    process.exit(0);
  } catch (error) {
    const fields = { message: error.message, is_panic: false, error_code: error.code === '3D000' ? 'P1003' : 'P1001', meta: {} };
    // The CLI skips the first line of stderr and looks for exactly this target in the next.
    process.stderr.write(`\n${JSON.stringify({ level: 'ERROR', target: 'schema_engine::logger', fields })}`);
    process.exit(1);
  }
}

function serve() {
  const files = option('--datamodels');
  const datamodels = files.length > 0 ? files.map((file) => [file, readFileSync(file, 'utf8')]) : undefined;
  let started;
  let pending = 0;
  let closed = false;
  const engine = () => (started ??= newEngine({ url: datasource.url, datamodels }));
  const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const leaveWhenDone = () => {
    if (closed && pending === 0) process.exit(0);
  };

  async function answer({ id, method, params }) {
    if (method === 'createDatabase') return { databaseName: await createDatabase(params.datasource.url ?? datasource.url) };
    const target = (await engine()).engine;
    const result = (await target[method === 'getDatabaseVersion' ? 'version' : method](params ?? undefined)) ?? {};
    // The native engine prints a diff by calling back; its id only has to differ from every id the CLI uses.
    if (method === 'diff' && result.stdout != null) send({ id: 1e6 + id, method: 'print', params: { content: result.stdout } });
    return result;
  }

  readline
    .createInterface({ input: process.stdin })
    .on('line', async (line) => {
      const request = JSON.parse(line);
      if (!request.method) return;
      pending++;
      try {
        send({ id: request.id, result: await answer(request) });
      } catch (error) {
        const data = { is_panic: false, message: error.message, error_code: error.code };
        send({ id: request.id, error: { code: 4466, message: error.message, data } });
      }
      pending--;
      leaveWhenDone();
    })
    .on('close', () => {
      closed = true;
      leaveWhenDone();
    });
}

if (argv.includes('--version')) console.log('schema-engine-cli wasm');
else if (argv.includes('cli')) await cli();
else serve();
