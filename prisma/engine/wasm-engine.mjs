// Prisma's schema engine as WebAssembly on the pg driver, so that generate, validate and migrate need no native download.
//
// The engine as published has four faults on this road, each repaired below: it cannot map catalogue columns of type
// "char"; its executeScript splits at every semicolon, also inside $$ bodies; its shadow connection opens the main
// database when it is given a connection string; and it panics without a panic registry or with `datamodels: []`.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum, DriverAdapterError } from '@prisma/driver-adapter-utils';
import pg from 'pg';

const require = createRequire(import.meta.url);
const CHAR_OID = 18;
const TEXT_OID = 25;
/** Marks a relabelled column by a suffix that no PostgreSQL identifier of ours contains. */
const MARK = '\u0001char';

/** Fault 1, on the way in: relabels "char" columns as text, which the adapter can map. */
const relabel = (results) => {
  for (const result of [].concat(results ?? []))
    for (const field of result?.fields ?? [])
      if (field.dataTypeID === CHAR_OID) {
        field.dataTypeID = TEXT_OID;
        field.name += MARK;
      }
  return results;
};

class CatalogClient extends pg.Client {
  query(...args) {
    const callback = args.at(-1);
    if (typeof callback === 'function') {
      args[args.length - 1] = (error, result) => callback(error, relabel(result));
      return super.query(...args);
    }
    const answer = super.query(...args);
    return typeof answer?.then === 'function' ? answer.then(relabel) : answer;
  }
}

/** Fault 1, on the way out: gives a relabelled column its name and its character type back. */
const restore = (result) => {
  result.columnNames.forEach((name, i) => {
    if (!name.endsWith(MARK)) return;
    result.columnNames[i] = name.slice(0, -MARK.length);
    result.columnTypes[i] = ColumnTypeEnum.Character;
  });
  return result;
};

const asAdapterError = ({ code = 'XX000', severity = 'ERROR', message, detail, column, hint }) =>
  new DriverAdapterError({ kind: 'postgres', code, severity, message, detail, column, hint, originalCode: code, originalMessage: message });

/** Repairs a connection, a transaction or the adapter itself, and whatever transaction it begins. */
const repaired = (queryable) => {
  const queryRaw = queryable.queryRaw.bind(queryable);
  const startTransaction = queryable.startTransaction?.bind(queryable);
  queryable.queryRaw = async (query) => restore(await queryRaw(query));
  // Fault 2: the whole script goes as one simple query, which PostgreSQL itself splits.
  if (queryable.executeScript)
    queryable.executeScript = async (script) => {
      try {
        await queryable.underlyingDriver().query(script);
      } catch (error) {
        throw asAdapterError(error);
      }
    };
  if (startTransaction) queryable.startTransaction = async (...args) => repaired(await startTransaction(...args));
  return queryable;
};

const adapterTo = (url) =>
  new PrismaPg(new pg.Pool({ connectionString: url, max: 2, idleTimeoutMillis: 50, allowExitOnIdle: true, Client: CatalogClient }), { disposeExternalPool: true });

/** Fault 3: the shadow database is a throw-away of our own, dropped when the engine lets go of it. Needs CREATEDB. */
async function shadowOf(url) {
  const name = `prisma_migrate_shadow_db_${randomUUID()}`;
  const address = new URL(url);
  address.pathname = `/${name}`;
  const admin = new pg.Client(url);
  await admin.connect();
  await admin.query(`CREATE DATABASE "${name}"`);
  const shadow = repaired(await adapterTo(address.toString()).connect());
  const dispose = shadow.dispose.bind(shadow);
  shadow.dispose = async () => {
    await dispose();
    await admin.query(`DROP DATABASE "${name}" WITH (FORCE)`);
    await admin.end();
  };
  return shadow;
}

async function loadWasm() {
  // Fault 4: the engine reports a panic through this registry and dies of its absence.
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (text) => process.stderr.write(`[schema-engine] ${text}\n`) };
  const name = '@prisma/schema-engine-wasm/schema_engine_bg';
  const glue = await import(name);
  const wasm = readFileSync(require.resolve(name).replace(/\.js$/, '.wasm'));
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue;
}

/**
 * A schema engine on the database at `url`. `datamodels` is a list of [file name, text] pairs or undefined, never an
 * empty list (fault 4). Connects lazily; methods throw what the engine reports, `code` being Prisma's error code.
 */
export async function newEngine({ url, datamodels }) {
  const wasm = await loadWasm();
  const main = adapterTo(url);
  const bound = bindMigrationAwareSqlAdapterFactory({
    provider: main.provider,
    adapterName: main.adapterName,
    connect: async () => repaired(await main.connect()),
    connectToShadowDb: () => shadowOf(url),
  });
  return { engine: await wasm.SchemaEngine.new({ datamodels }, () => {}, bound) };
}
