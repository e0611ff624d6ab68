import { join } from 'node:path';

/** Where a client runs: its own folder for files, the door, and the credential that it was given. */
export interface ClientPlace {
  /** The folder of installed clients; how to fill it stands in docs/doors.md. */
  readonly installed: string;
  readonly folder: string;
  readonly port: number;
  readonly token: string;
  /** Lines `msg-0` to `msg-<count - 1>`, in a file for those that read one. */
  readonly lines: string;
  readonly count: number;
}

/** A real sender as its users configure it. `programFiles` are written into its folder before it starts. */
export interface RealClient {
  readonly name: string;
  readonly door: 'hec' | 'bulk';
  /** What of the folder of installed clients it needs. */
  readonly needs: string;
  /** What it does with a batch that met overload: comes again until it is taken, or loses it. */
  readonly afterOverload: 'comes_again' | 'loses_it';
  readonly programFiles: (place: ClientPlace) => Readonly<Record<string, string>>;
  readonly command: (place: ClientPlace) => readonly [command: string, ...args: string[]];
  readonly libraries?: (installed: string) => readonly string[];
}

const telegraf = (output: (place: ClientPlace) => string): Pick<RealClient, 'needs' | 'programFiles' | 'command'> => ({
  needs: 'bin/telegraf',
  programFiles: (place) => ({
    'telegraf.conf': `[agent]
  interval = "1s"
  flush_interval = "1s"
  omit_hostname = true
  metric_batch_size = 100
[[inputs.tail]]
  files = ["${place.lines}"]
  initial_read_offset = "beginning"
  data_format = "value"
  data_type = "string"
  name_override = "log"
${output(place)}`,
  }),
  command: ({ installed, folder }) => [join(installed, 'bin/telegraf'), '--config', join(folder, 'telegraf.conf')],
});

const rsyslog: RealClient = {
  name: 'rsyslog omelasticsearch', door: 'bulk', needs: 'rs/usr/sbin/rsyslogd', afterOverload: 'comes_again',
  programFiles: ({ folder, port, token, lines }) => ({
    'rsyslog.conf': `global(workDirectory="${folder}")
module(load="imfile" mode="polling" pollingInterval="1")
module(load="omelasticsearch")
template(name="doc" type="list") { constant(value="{\\"message\\":\\"") property(name="msg" format="json") constant(value="\\"}") }
input(type="imfile" file="${lines}" tag="app:" ruleset="out" freshStartTail="off")
ruleset(name="out") {
  action(type="omelasticsearch" server="127.0.0.1" serverport="${port}" uid="source" pwd="${token}" template="doc" searchIndex="logs" bulkmode="on"
    queue.type="linkedList" queue.dequeueBatchSize="50" action.resumeRetryCount="-1" action.resumeInterval="1")
}
`,
  }),
  command: ({ installed, folder }) => [join(installed, 'rs/usr/sbin/rsyslogd'), '-n', '-i', join(folder, 'pid'), '-f', join(folder, 'rsyslog.conf'), '-M', join(installed, 'rs/usr/lib/x86_64-linux-gnu/rsyslog')],
  libraries: (installed) => [join(installed, 'rs/usr/lib/x86_64-linux-gnu')],
};

const syslogNg = (destination: (place: ClientPlace) => string): Pick<RealClient, 'needs' | 'programFiles' | 'command' | 'libraries'> => ({
  needs: 'sng/usr/sbin/syslog-ng',
  programFiles: (place) => ({
    'syslog-ng.conf': `@version: 3.38
options { stats-freq(0); time-reopen(1); };
source s_file { file("${place.lines}" flags(no-parse) follow-freq(1)); };
destination d_http { http(${destination(place)} batch-lines(50) batch-timeout(500) workers(1) timeout(10)); };
log { source(s_file); destination(d_http); };
`,
  }),
  command: ({ installed, folder }) => [
    join(installed, 'sng/usr/sbin/syslog-ng'), '-F', '--no-caps', '-f', join(folder, 'syslog-ng.conf'), '-R', join(folder, 'persist'), '-p', join(folder, 'pid'), '-c', join(folder, 'ctl'),
    '--module-path', join(installed, 'sng/usr/lib/syslog-ng/3.38'),
  ],
  libraries: (installed) => ['sng/usr/lib/syslog-ng', 'sng/usr/lib/x86_64-linux-gnu', 'sng/lib/x86_64-linux-gnu'].map((path) => join(installed, path)),
});

const node = (needs: string, program: (place: ClientPlace) => string): Pick<RealClient, 'needs' | 'programFiles' | 'command'> => ({
  needs: `node_modules/${needs}`, programFiles: (place) => ({ 'client.cjs': program(place) }), command: ({ folder }) => [process.execPath, join(folder, 'client.cjs')],
});
const moduleAt = (installed: string, name: string): string => JSON.stringify(join(installed, 'node_modules', name));

/** The libraries' bulk helper, with more tries than their default of three: an overload outlasts those. */
const bulkHelper = (name: string): Pick<RealClient, 'needs' | 'programFiles' | 'command'> => node(name, ({ installed, port, token, count }) => `
const { Client } = require(${moduleAt(installed, name)});
const client = new Client({ node: 'http://127.0.0.1:${port}', auth: { username: 'source', password: '${token}' }, maxRetries: 20 });
const datasource = Array.from({ length: ${count} }, (_, index) => ({ message: 'msg-' + index }));
client.helpers.bulk({ datasource, onDocument: () => ({ index: { _index: 'logs' } }) }).then((result) => { console.log(JSON.stringify(result)); process.exit(result.failed); });
`);

const python = (library: string, auth: string): Pick<RealClient, 'needs' | 'programFiles' | 'command'> => ({
  needs: 'py/bin/python',
  programFiles: ({ port, token, count }) => ({
    'client.py': `from ${library} import ${library === 'elasticsearch' ? 'Elasticsearch' : 'OpenSearch'} as Client, helpers
client = Client("http://127.0.0.1:${port}", ${auth.replace('TOKEN', token)}, max_retries=20, retry_on_timeout=True)
print(helpers.bulk(client, ({"_index": "logs", "message": f"msg-{n}"} for n in range(${count})), max_retries=20, initial_backoff=1, max_backoff=2))
`,
  }),
  command: ({ installed, folder }) => [join(installed, 'py/bin/python'), join(folder, 'client.py')],
});

const HEC_PATH = '/services/collector/event';

/** Real senders that package registries give, each with the configuration that docs/doors.md shows. */
export const REAL_CLIENTS: readonly RealClient[] = [
  {
    name: 'Telegraf outputs.elasticsearch', door: 'bulk', afterOverload: 'comes_again',
    ...telegraf(({ port, token }) => `[[outputs.elasticsearch]]\n  urls = ["http://127.0.0.1:${port}"]\n  username = "source"\n  password = "${token}"\n  index_name = "telegraf"\n  template_name = "telegraf"\n`),
  },
  {
    name: 'Telegraf outputs.http to HEC', door: 'hec', afterOverload: 'comes_again',
    ...telegraf(({ port, token }) => `[[outputs.http]]\n  url = "http://127.0.0.1:${port}${HEC_PATH}"\n  data_format = "json"\n  json_transformation = '''{"event": fields.value}'''\n  use_batch_format = false\n  [outputs.http.headers]\n    Authorization = "Splunk ${token}"\n`),
  },
  rsyslog,
  {
    name: 'syslog-ng http() to HEC', door: 'hec', afterOverload: 'comes_again',
    ...syslogNg(({ port, token }) => `url("http://127.0.0.1:${port}${HEC_PATH}") headers("Authorization: Splunk ${token}") body("$(format-json event=$MSG)")`),
  },
  {
    name: 'syslog-ng http() to bulk', door: 'bulk', afterOverload: 'comes_again',
    ...syslogNg(({ port, token }) => `url("http://127.0.0.1:${port}/_bulk") user("source") password("${token}") headers("Content-Type: application/x-ndjson") body("{\\"index\\":{\\"_index\\":\\"logs\\"}}\\n$(format-json message=$MSG)\\n") delimiter("")`),
  },
  { name: 'elasticsearch-js 9', door: 'bulk', afterOverload: 'comes_again', ...bulkHelper('@elastic/elasticsearch') },
  { name: 'elasticsearch-js 8', door: 'bulk', afterOverload: 'comes_again', ...bulkHelper('es8') },
  { name: 'opensearch-js 3', door: 'bulk', afterOverload: 'comes_again', ...bulkHelper('@opensearch-project/opensearch') },
  { name: 'elasticsearch-py 9', door: 'bulk', afterOverload: 'comes_again', ...python('elasticsearch', 'api_key=("source", "TOKEN")') },
  { name: 'opensearch-py 3', door: 'bulk', afterOverload: 'comes_again', ...python('opensearchpy', 'http_auth=("source", "TOKEN")') },
  {
    name: 'splunk-logging', door: 'hec', afterOverload: 'loses_it',
    ...node('splunk-logging', ({ installed, port, token, count }) => `
const { Logger } = require(${moduleAt(installed, 'splunk-logging')});
const logger = new Logger({ token: '${token}', url: 'http://127.0.0.1:${port}', maxRetries: 5, maxBatchCount: 0 });
for (let index = 0; index < ${count}; index += 1) logger.send({ message: 'msg-' + index });
logger.flush((error) => process.exit(error === null ? 0 : 1));
`),
  },
];

/** What elasticsearch-js 9 makes of one request of its low-level `bulk`; a JavaScript expression gives the body, which is the caller's fault. */
export const oneBulk = (body: string): Pick<RealClient, 'needs' | 'programFiles' | 'command'> => node('@elastic/elasticsearch', ({ installed, port, token }) => `
const { Client } = require(${moduleAt(installed, '@elastic/elasticsearch')});
const client = new Client({ node: 'http://127.0.0.1:${port}', auth: { username: 'source', password: '${token}' } });
client.transport.request({ method: 'POST', path: '/_bulk', bulkBody: ${body} }).then(() => process.exit(1), ({ name, statusCode, body }) => {
  console.log(JSON.stringify({ name, statusCode, type: body?.error?.type, reason: body?.error?.reason }));
});
`);

/** Bodies that the bulk door refuses as a whole, and the error that the library shows its user. It tries none of them again. */
export const ELASTIC_REFUSALS: readonly (readonly [title: string, body: string, heard: { readonly name: string; readonly statusCode: number; readonly type: string; readonly reason: unknown }])[] = [
  ['400 for a line that is no action', `'no action\\n{}\\n'`, { name: 'ResponseError', statusCode: 400, type: 'illegal_argument_exception', reason: 'Malformed action/metadata line [1]' }],
  ['413 for more than a body may hold', `'{"index":{}}\\n' + JSON.stringify({ message: 'x'.repeat(11 * 1024 * 1024) }) + '\\n'`,
    { name: 'ResponseError', statusCode: 413, type: 'content_too_long_exception', reason: 'the request body is too large' }],
];
