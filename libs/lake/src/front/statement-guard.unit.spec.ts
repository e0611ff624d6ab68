import { inspectStatement } from './statement-guard';

const ALLOWED = [
  ['SELECT count() FROM events WHERE tenant IN {p0:Array(String)} AND (severity = {p1:UInt8}) LIMIT 10 \nFORMAT JSONCompactEachRow', { kind: 'read', table: 'events' }],
  ["SELECT 'ping'", { kind: 'read', table: undefined }],
  ['EXPLAIN ESTIMATE SELECT count() FROM events', { kind: 'read', table: 'events' }],
  ["SELECT sum(bytes_on_disk) AS bytes FROM system.parts WHERE active AND table = 'events'", { kind: 'read', table: 'system.parts' }],
  ['SELECT user, file, url FROM events', { kind: 'read', table: 'events' }],
  ['INSERT INTO events FORMAT Native', { kind: 'insert', table: 'events', columns: '' }],
  ['INSERT INTO events (a, b) FORMAT Native', { kind: 'insert', table: 'events', columns: '(a, b)' }],
  ['ALTER TABLE events ADD COLUMN IF NOT EXISTS extra String CODEC(ZSTD(1))', { kind: 'schema' }],
  ['CREATE TABLE IF NOT EXISTS t (a LowCardinality(String)) ENGINE = MergeTree PARTITION BY (a, toYYYYMMDD(b)) ORDER BY (a)', { kind: 'schema' }],
] as const;

const REFUSED = [
  "SELECT file('/etc/passwd')", "SELECT count() FROM file('/etc/passwd', 'LineAsString')", "SELECT * FROM url('http://x', 'CSV')", "SELECT FILE ('/etc/passwd')",
  "SELECT 1; SELECT 2", 'SELECT 1 -- comment', 'SELECT 1 /* comment */', 'SELECT 1 # comment', 'SELECT * FROM `file`', 'SELECT * FROM "/etc/passwd"', "SELECT 'a\\' OR 1=1'",
  'SELECT * FROM events SETTINGS additional_table_filters = 1', 'SELECT 1 UNION ALL SELECT 2', 'SELECT * FROM events, quarantine', 'SELECT * FROM events AS e, quarantine',
  'SELECT * FROM events JOIN quarantine USING tenant', 'SELECT * FROM (SELECT * FROM events)', 'SELECT (SELECT raw FROM events) FROM system.one',
  "SELECT * FROM events INTO OUTFILE 'x'", 'SELECT $$x$$', 'WITH x AS (SELECT 1) SELECT 1', 'EXPLAIN AST SELECT 1', 'SELECT getSetting(1)', "SELECT dictGet('a', 'b', 1)",
  "INSERT INTO events FROM INFILE '/etc/passwd' FORMAT Native", 'INSERT INTO events VALUES (1)', 'INSERT INTO events SELECT * FROM quarantine', 'INSERT INTO FUNCTION file(1) FORMAT Native',
  "CREATE TABLE t (a String) ENGINE = File('CSV')", 'CREATE TABLE t ENGINE = MergeTree ORDER BY a AS SELECT 1', "CREATE TABLE t (a String DEFAULT file('x')) ENGINE = MergeTree ORDER BY a",
  "CREATE TABLE t (a String) ENGINE = URL('http://x')", "CREATE TABLE t (a String) ENGINE = MergeTree ORDER BY a SETTINGS disk = disk(type = 'local')",
  'SYSTEM SHUTDOWN', 'SET readonly = 0', 'USE default', 'GRANT ALL ON lake.* TO yagura', 'SHOW TABLES', 'DETACH TABLE events', 'ATTACH TABLE events', 'KILL QUERY WHERE 1', 'TRUNCATE TABLE events', '',
];

describe('the front\'s inspection of statements', () => {
  it.each(ALLOWED)('lets through what our own code sends: %s', (sql, expected) => {
    expect(inspectStatement(sql)).toEqual(expected);
  });

  it.each(REFUSED)('refuses what could reach the host, another table or another statement: %s', (sql) => {
    expect(() => inspectStatement(sql)).toThrow(expect.objectContaining({ clickhouseCode: 497 }));
  });
});
