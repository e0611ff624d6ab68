import { badRequest } from './engine-error';
import { tokenize } from './sql-tokens';

const SCALAR = String.raw`(?:String|UUID|IPv6|Date|U?Int(?:8|16|32|64)|DateTime64\(3(?:, ?'UTC')?\))`;
const TYPE = new RegExp(`^(?:${SCALAR}|Array\\(${SCALAR}\\))$`);

/**
 * Puts the values of `param_*` in place of `{name:Type}`. Each value travels as the hexadecimal digits of its bytes inside
 * `CAST(unhex('…') AS Type)`: no alphabet of sixteen characters can leave a literal, so there is nothing to escape. The engine's own
 * parameter binding is not used because two bound queries running at once overwrite each other's values in the embedded build.
 */
export function bindParameters(sql: string, values: ReadonlyMap<string, string>): string {
  let text = '';
  let from = 0;
  for (const token of tokenize(sql)) {
    if (!token.placeholder) continue;
    const { name, type } = token.placeholder;
    const value = values.get(name);
    if (value === undefined) throw badRequest(`The query parameter ${name} has no value`);
    if (!TYPE.test(type)) throw badRequest(`The query parameter ${name} has a type that the front does not bind`);
    const bytes = Buffer.from(type === 'String' ? unescapeTsv(value) : value, 'utf8');
    text += `${sql.slice(from, token.start)}CAST(unhex('${bytes.toString('hex')}') AS ${type})`;
    from = token.end;
  }
  return text + sql.slice(from);
}

const ESCAPED: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', b: '\b', f: '\f', 0: '\0', "'": "'", '\\': '\\' };

/** A parameter arrives in ClickHouse's tab-separated escaping (HTTP interface, "queries with parameters"). */
function unescapeTsv(text: string): string {
  return text.replace(/\\(.)/gs, (whole, letter: string) => ESCAPED[letter] ?? whole);
}
