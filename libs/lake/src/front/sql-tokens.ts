import { refusedQuery } from './engine-error';

/** One word (in lower case), one symbol, or one literal of a query text. */
export interface Token {
  readonly word?: string;
  readonly symbol?: string;
  readonly placeholder?: { readonly name: string; readonly type: string };
  readonly start: number;
  readonly end: number;
}

const SPACE = /\s+/y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /\d+(?:\.\d+)?/y;
// A backslash escapes in ClickHouse literals; a literal with one is refused, so that only one reading of the text exists.
const STRING = /'[^'\\]*'/y;
const PLACEHOLDER = /\{([A-Za-z_][A-Za-z0-9_]*):([A-Za-z0-9_(), ']+)\}/y;
const SYMBOL = /[(),.=<>!+*/%:-]/y;

/**
 * Splits a query text into tokens. Everything that could be read in two ways is refused with ACCESS_DENIED: quoted identifiers,
 * comments, backslashes, heredocs, and the semicolon, after which the embedded engine would run a second statement.
 */
export function tokenize(sql: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < sql.length) {
    const start = at;
    const space = take(SPACE, sql, at);
    if (space) { at += space[0].length; continue; }
    const token = tokenAt(sql, start);
    at = token.end;
    tokens.push(token);
    const last = tokens[tokens.length - 2];
    if (last?.symbol === '-' && token.symbol === '-' && last.end === token.start) throw refusedQuery('it has a comment');
    if (last?.symbol === '/' && token.symbol === '*' && last.end === token.start) throw refusedQuery('it has a comment');
  }
  return tokens;
}

function tokenAt(sql: string, start: number): Token {
  const placeholder = take(PLACEHOLDER, sql, start);
  if (placeholder) return { placeholder: { name: placeholder[1], type: placeholder[2] }, start, end: start + placeholder[0].length };
  const word = take(WORD, sql, start);
  if (word) return { word: word[0].toLowerCase(), start, end: start + word[0].length };
  const literal = take(NUMBER, sql, start) ?? take(STRING, sql, start);
  if (literal) return { start, end: start + literal[0].length };
  const symbol = take(SYMBOL, sql, start);
  if (symbol) return { symbol: symbol[0], start, end: start + 1 };
  throw refusedQuery('it has a character outside the grammar');
}

function take(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
