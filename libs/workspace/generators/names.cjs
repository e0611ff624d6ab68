// How a name is spelled in each language that the generators write, and which names are refused.

/** What a person asked for cannot be made. Nothing has been written when it is thrown: Nx writes only what a generator finished. */
class Refused extends Error {}

const KEBAB = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** Reserved words of PostgreSQL and of TypeScript, and names that the written files import: each would read as something else. */
const TAKEN_WORDS = new Set([
  'all', 'analyse', 'analyze', 'and', 'any', 'array', 'as', 'asc', 'both', 'cast', 'check', 'collate', 'column', 'constraint', 'create', 'current-date', 'current-role', 'current-time',
  'current-timestamp', 'current-user', 'default', 'deferrable', 'desc', 'distinct', 'do', 'else', 'end', 'except', 'false', 'fetch', 'for', 'foreign', 'from', 'grant', 'group', 'having', 'in',
  'initially', 'intersect', 'into', 'lateral', 'leading', 'limit', 'localtime', 'localtimestamp', 'not', 'null', 'offset', 'on', 'only', 'or', 'order', 'placing', 'primary', 'references',
  'returning', 'select', 'session-user', 'some', 'symmetric', 'system-user', 'table', 'then', 'to', 'trailing', 'true', 'union', 'unique', 'user', 'using', 'variadic', 'when', 'where', 'window', 'with',
  'date', 'injectable', 'page', 'page-end', 'promise', 'record', 'tenant-context', 'tenant-db', 'tenant-read', 'tenant-tx',
]);

/** `what` is a name in kebab case that no language reserves; answers it. */
function demandName(what, name) {
  if (typeof name !== 'string' || !KEBAB.test(name)) throw new Refused(`${what} "${name}": names are kebab-case, such as on-call-rota.`);
  if (name.length > 40) throw new Refused(`${what} "${name}" is longer than 40 characters; names of indexes would be cut.`);
  if (TAKEN_WORDS.has(name)) throw new Refused(`${what} "${name}" is a reserved word of SQL or a name that every feature imports; take another.`);
  return name;
}

/** `what` is one line of prose that ends in a full stop; a backtick or quote would end the text it is put into. */
function demandSentence(what, text) {
  if (typeof text !== 'string' || !/^[A-Z][^\n\r`'"\\*]*\.$/.test(text.trim())) throw new Refused(`${what}: one sentence without quotes that begins with a capital and ends in a full stop.`);
  return text.trim();
}

/** `what` is part of a sentence, such as "no promise runs". */
function demandClause(what, text) {
  if (typeof text !== 'string' || !/^[a-z][^\n\r`'"\\*.]*$/.test(text.trim())) throw new Refused(`${what}: part of a sentence, without quotes, capital or full stop.`);
  return text.trim();
}

const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);
const pascal = (name) => name.split('-').map(capital).join('');
const plural = (name) => (/[^aeiou]y$/.test(name) ? `${name.slice(0, -1)}ies` : /(s|x|z|ch|sh)$/.test(name) ? `${name}es` : `${name}s`);

/** `on-call-rota` as a class, a variable, a column, a constant and in prose. */
function spellings(name) {
  const className = pascal(name);
  return { kebab: name, className, camel: className.charAt(0).toLowerCase() + className.slice(1), snake: name.replaceAll('-', '_'), constant: name.replaceAll('-', '_').toUpperCase(), words: name.replaceAll('-', ' ') };
}

module.exports = { Refused, demandClause, demandName, demandSentence, plural, spellings };
