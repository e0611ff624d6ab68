// What the repository already holds, read from the files that decide it.
const { tablesCreated } = require('../lint/migration-tables.cjs');
const { Refused } = require('./names.cjs');
const { contentOf, textsInArray } = require('./source-edit.cjs');

const MIGRATIONS = 'prisma/migrations';
const EVENTS = 'libs/contracts/src/events';

/** Services that own a schema: folders of services/ that define one. The gateway and the portal hold no tables of tenants. */
function servicesWithTables(tree) {
  return tree.children('services').filter((name) => name !== 'gateway' && tree.exists(`services/${name}/src/app.module.ts`));
}

function demandService(tree, name) {
  const known = servicesWithTables(tree);
  if (!known.includes(name)) throw new Refused(`There is no service "${name}" with tables of its own; there are ${known.join(', ')}.`);
  return name;
}

const migrationsOf = (tree) => tree.children(MIGRATIONS).filter((name) => tree.exists(`${MIGRATIONS}/${name}/migration.sql`)).sort();

/** Tables of all migrations as `schema.table`. */
const tablesOf = (tree) => migrationsOf(tree).flatMap((name) => tablesCreated(contentOf(tree, `${MIGRATIONS}/${name}/migration.sql`)));

/** The number of the next migration: of the day, behind every other. Numbers of one day count up in hundreds. */
function nextMigration(tree, today = new Date()) {
  const last = Number(migrationsOf(tree).at(-1)?.split('_')[0] ?? 0);
  const first = Number(`${today.toISOString().slice(0, 10).replaceAll('-', '')}000100`);
  return String(Math.max(first, last - (last % 100) + 100));
}

/** A permission noun whose `:read` and `:write` both exist. */
function demandPermission(tree, noun) {
  const all = textsInArray(tree, 'libs/kernel/src/permission.ts', 'PERMISSIONS');
  const nouns = [...new Set(all.map((each) => each.split(':')[0]))].filter((each) => all.includes(`${each}:read`) && all.includes(`${each}:write`));
  if (!nouns.includes(noun)) throw new Refused(`There are no permissions "${noun}:read" and "${noun}:write"; nouns that have both are ${nouns.join(', ')}. New ones are a decision of libs/kernel/src/permission.ts.`);
  return noun;
}

/** Every event contract: its type, topic and owner, as its file says them. */
function eventsOf(tree) {
  return tree.children(EVENTS).flatMap((folder) => tree.children(`${EVENTS}/${folder}`).map((file) => `${EVENTS}/${folder}/${file}`))
    .filter((path) => /\.v\d+\.ts$/.test(path))
    .map((path) => {
      const [, type, topic, owner] = /type: '([^']+)', topic: '([^']+)', owner: '([^']+)'/.exec(contentOf(tree, path)) ?? [];
      if (owner === undefined) throw new Refused(`${path}: cannot read type, topic and owner from one line.`);
      return { path, type, topic, owner };
    });
}

module.exports = { EVENTS, MIGRATIONS, demandPermission, demandService, eventsOf, nextMigration, servicesWithTables, tablesOf };
