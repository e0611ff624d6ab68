const { join } = require('node:path');
const { generateFiles, logger } = require('@nx/devkit');
const { Refused, demandName, demandSentence, spellings } = require('../names.cjs');
const { MIGRATIONS, demandService, nextMigration, tablesOf } = require('../workspace-facts.cjs');

const TYPES = ['bigint', 'boolean', 'date', 'int', 'jsonb', 'numeric', 'text', 'timestamptz', 'uuid'];
const RIGHTS = ['select', 'insert', 'update', 'delete'];
const OWN = ['tenant_id', 'id', 'created_at'];

/** `case_id:uuid,note:text?` as column definitions. */
function columnsOf(text) {
  const parts = (text ?? '').split(',').map((part) => part.trim()).filter((part) => part !== '');
  return parts.map((part, index) => {
    const [, name, type, optional] = /^([a-z][a-z0-9_]*):([a-z]+)(\?)?$/.exec(part) ?? [];
    if (!TYPES.includes(type)) throw new Refused(`Column "${part}": write name:type, with a type of ${TYPES.join(', ')}.`);
    demandName('Column', name.replaceAll('_', '-'));
    if (OWN.includes(name) || parts.findIndex((other) => other.startsWith(`${name}:`)) !== index) throw new Refused(`The column ${name} is there already.`);
    if (type === 'timestamptz' && !name.endsWith('_at')) throw new Refused(`Column "${part}": the name of an instant ends in _at.`);
    return `${name} ${type}${optional ? '' : ' not null'}`;
  });
}

function rightsOf(text) {
  const asked = text.split(',').map((right) => right.trim());
  if (!asked.every((right) => RIGHTS.includes(right)) || !asked.includes('select')) throw new Refused(`Rights "${text}": select, and what else is needed of ${RIGHTS.slice(1).join(', ')}.`);
  return RIGHTS.filter((right) => asked.includes(right)).join(', ');
}

/**
 * A migration with one table as the catalogue demands it: the tenant in the key, row security by `guard.protect`, rights for its own service only.
 * A table of this shape needs no line in libs/db/src/exempt.ts; one that is listed there has left the standard.
 */
function tableGenerator(tree, options) {
  const name = spellings(demandName('Table', options.name));
  const service = demandService(tree, options.service);
  const about = demandSentence('about', options.about);
  const table = `${service}.${name.snake}`;
  if (tablesOf(tree).includes(table)) throw new Refused(`The table ${table} exists.`);
  const columns = columnsOf(options.columns);
  const folder = `${MIGRATIONS}/${nextMigration(tree)}_${service}_${name.snake}`;
  generateFiles(tree, join(__dirname, 'files'), folder, { about, table, name, service, columns, rights: rightsOf(options.rights ?? 'select,insert,update'), tmpl: '' });
  return () => logger.info(`\nNext: read ${folder}/migration.sql, then npx jest prisma/rls/catalogue libs/workspace/lint/migration-tables (docs/how-to/add-a-table.md).`);
}

module.exports = { tableGenerator, default: tableGenerator };
