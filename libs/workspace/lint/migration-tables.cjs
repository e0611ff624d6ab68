// Which tables a migration makes, and which of them its row-level security covers. SQL is read as text: migrations are
// written by us in one plain form, and a form that this reader does not see makes the check fail, never pass.

const NAME = '"?([a-z_][a-z0-9_]*)"?\\s*\\.\\s*"?([a-z_][a-z0-9_]*)"?';
const CREATED = new RegExp(`create\\s+(?:unlogged\\s+)?table\\s+(?:if\\s+not\\s+exists\\s+)?(?:${NAME}|"?([a-z_][a-z0-9_]*)"?)(\\s+partition\\s+of\\b)?`, 'gi');
const PROTECTED = /guard\.protect\s*\(\s*'([^']+)'/gi;

const withoutComments = (sql) => sql.replace(/--[^\n]*/g, '').replace(/\/\*[\s\S]*?\*\//g, '');
const plain = (name) => name.replaceAll('"', '').replace(/\s/g, '');

/** Tables as `schema.table`; a table without a schema is `public.table`. Partitions are left out: they get no direct grants. */
function tablesCreated(sql) {
  return [...withoutComments(sql).matchAll(CREATED)]
    .filter(([, , , , partition]) => !partition)
    .map(([, schema, table, alone]) => (alone ? `public.${alone}` : `${schema}.${table}`));
}

/** Tables that a migration hands to `guard.protect('schema.table', …)`, which forces their row-level security. */
function tablesProtected(sql) {
  return [...withoutComments(sql).matchAll(PROTECTED)].map(([, name]) => plain(name)).map((name) => (name.includes('.') ? name : `public.${name}`));
}

/** Tables that no migration protects and no exemption names. */
function unguarded(migrations, exempt) {
  const covered = new Set([...migrations.flatMap(tablesProtected), ...exempt]);
  return [...new Set(migrations.flatMap(tablesCreated))].filter((table) => !covered.has(table));
}

module.exports = { tablesCreated, tablesProtected, unguarded };
