import { refusedQuery } from './engine-error';
import { tokenize, type Token } from './sql-tokens';

/** What a statement may do, decided from its words before the engine sees it. */
export type Statement =
  | { readonly kind: 'read'; readonly table: string | undefined }
  | { readonly kind: 'insert'; readonly table: string; readonly columns: string }
  | { readonly kind: 'schema' };

/**
 * Functions a reading statement may call. The engine's grants refuse table functions such as file() and url(), but not the scalar
 * file(path), which reads any file of the host in an embedded engine (seen); so only what the emitter needs is let through.
 */
const READ_FUNCTIONS = new Set([
  'count', 'sum', 'min', 'max', 'uniq', 'lowerutf8', 'positioncaseinsensitiveutf8', 'startswith', 'endswith', 'tounixtimestamp64milli', 'positivemodulo', 'tostring', 'version',
]);
/** Types, codecs and clauses that are followed by a parenthesis in our table definitions. */
const SCHEMA_FUNCTIONS = new Set(['lowcardinality', 'datetime64', 'codec', 'zstd', 'toyyyymmdd', 'bloom_filter', 'map']);
const ENGINES = new Set(['mergetree', 'replacingmergetree', 'summingmergetree', 'aggregatingmergetree']);
/** Words before a parenthesis that open a list or a subquery and are not calls. */
const OPENERS = new Set(['in', 'and', 'or', 'not', 'where', 'prewhere', 'select', 'from', 'by', 'having', 'when', 'then', 'else', 'on', 'as', 'between', 'distinct']);
const AFTER_TABLE = new Set(['where', 'prewhere', 'group', 'order', 'limit', 'format']);
const FORBIDDEN = new Set(['settings', 'union', 'except', 'intersect', 'join', 'with', 'into', 'infile', 'outfile', 'system']);

/** Throws ACCESS_DENIED (497) unless the text is one of the few shapes our own code sends. */
export function inspectStatement(sql: string): Statement {
  const insert = /^\s*INSERT\s+INTO\s+(\w+)\s*(\(\s*\w+(?:\s*,\s*\w+)*\s*\))?\s+FORMAT\s+Native\s*$/i.exec(sql);
  if (insert) return { kind: 'insert', table: insert[1], columns: insert[2] ?? '' };
  const tokens = tokenize(sql);
  const first = tokens[0]?.word;
  if (first === 'select' || (first === 'explain' && tokens[1]?.word === 'estimate')) return inspectRead(tokens);
  if (first === 'create' || first === 'alter' || first === 'drop' || first === 'optimize') return inspectSchema(tokens);
  throw refusedQuery('only SELECT, INSERT … FORMAT Native and table definitions are spoken here');
}

function inspectRead(tokens: readonly Token[]): Statement {
  tokens.forEach((token, at) => {
    const isDatabase = token.word === 'system' && tokens[at - 1]?.word === 'from';
    if (token.word !== undefined && FORBIDDEN.has(token.word) && !isDatabase) throw refusedQuery('it has a forbidden word');
    if (tokens[at + 1]?.symbol === '(') refuseUnknownCall(token, READ_FUNCTIONS, OPENERS);
  });
  const from = tokens.flatMap((token, at) => (token.word === 'from' ? [at] : []));
  if (from.length > 1) throw refusedQuery('it reads more than one table');
  return { kind: 'read', table: from.length === 1 ? tableAt(tokens, from[0] + 1) : undefined };
}

/** The one table of a FROM clause; what follows it must open the next clause, so that no second table can be joined. */
function tableAt(tokens: readonly Token[], at: number): string {
  const isQualified = tokens[at + 1]?.symbol === '.';
  const name = isQualified ? `${tokens[at]?.word}.${tokens[at + 2]?.word}` : tokens[at]?.word;
  const next = tokens[at + (isQualified ? 3 : 1)];
  if (name === undefined || (next && !(next.word !== undefined && AFTER_TABLE.has(next.word)))) throw refusedQuery('it reads something else than one table');
  return name;
}

function inspectSchema(tokens: readonly Token[]): Statement {
  tokens.forEach((token, at) => {
    const next = tokens[at + 1];
    const before = tokens[at - 1];
    if (token.word === 'select' || token.word === 'as') throw refusedQuery('a table definition reads nothing');
    if (token.word === 'engine' && !(next?.symbol === '=' && ENGINES.has(tokens[at + 2]?.word ?? ''))) throw refusedQuery('only tables of the MergeTree family live here');
    if (next?.symbol === '(' && before?.word !== 'table' && before?.word !== 'exists') refuseUnknownCall(token, SCHEMA_FUNCTIONS, OPENERS);
  });
  return { kind: 'schema' };
}

function refuseUnknownCall(token: Token, known: ReadonlySet<string>, openers: ReadonlySet<string>): void {
  if (token.word === undefined || known.has(token.word) || openers.has(token.word)) return;
  throw refusedQuery('it calls a function outside the list');
}
