import { badRequest } from './engine-error';

const NUMBERS = new Set(['max_execution_time', 'max_rows_to_read', 'max_bytes_to_read', 'max_result_rows', 'max_result_bytes', 'max_memory_usage', 'max_threads']);
const MODES = new Set(['read_overflow_mode', 'result_overflow_mode', 'timeout_overflow_mode']);
/** Settings of a server's HTTP layer, or ones that the front pins itself: accepted from a client, and without effect here. */
const WITHOUT_EFFECT = new Set(['wait_end_of_query', 'send_progress_in_http_headers', 'enable_http_compression', 'default_format', 'date_time_output_format', 'async_insert',
  'insert_deduplicate', 'max_insert_block_size', 'min_insert_block_size_rows', 'min_insert_block_size_bytes', 'max_insert_threads', 'deduplicate_blocks_in_dependent_materialized_views',
  'output_format_json_quote_64bit_integers']);
const UUID = "'[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'";
const ROW_FILTER = new RegExp(`^tenant IN \\(${UUID}(?:,${UUID})*\\)$`);
const TOKEN = /^[A-Za-z0-9_:./+=-]{1,200}$/;

/** Settings of one request, each checked against its own closed grammar. */
export interface RequestSettings {
  /** `name = value` pairs ready for a SETTINGS clause. */
  readonly clauses: readonly string[];
  readonly rowFilter: string | undefined;
  readonly token: string | undefined;
}

const NOT_SETTINGS = new Set(['query', 'query_id', 'database', 'session_id', 'role', 'user', 'password']);

/** Throws BAD_ARGUMENTS for a setting that is unknown or whose value leaves its grammar. */
export function readSettings(search: URLSearchParams): RequestSettings {
  const clauses: string[] = [];
  let rowFilter: string | undefined;
  let token: string | undefined;
  for (const [name, value] of search) {
    if (NOT_SETTINGS.has(name) || name.startsWith('param_') || WITHOUT_EFFECT.has(name)) continue;
    if (name === 'additional_table_filters') rowFilter = readRowFilter(value);
    else if (name === 'insert_deduplication_token') token = readToken(value);
    else if (NUMBERS.has(name) && /^\d{1,18}$/.test(value)) clauses.push(`${name} = ${value}`);
    else if (MODES.has(name) && value === 'throw') clauses.push(`${name} = 'throw'`);
    else throw badRequest('The front does not know one of the settings, or its value');
  }
  return { clauses, rowFilter, token };
}

function readToken(value: string): string {
  if (!TOKEN.test(value)) throw badRequest('The deduplication token has characters outside its alphabet');
  return value;
}

/** The one shape that the emitter sends: the same tenant filter for every table it names. */
function readRowFilter(value: string): string {
  const tables = [...value.matchAll(/'([a-z]+)':'((?:[^'\\]|\\')*)'/g)];
  const rebuilt = `{${tables.map((found) => found[0]).join(',')}}`;
  if (tables.length === 0 || rebuilt !== value) throw badRequest('The row filter is not of the known shape');
  for (const [, , filter] of tables) if (!ROW_FILTER.test(filter.replaceAll("\\'", "'"))) throw badRequest('The row filter is not of the known shape');
  return value;
}
