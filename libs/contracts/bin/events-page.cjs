// The page docs/events.md from the contracts themselves and from the sources of the services that listen. Nothing on the page is written by hand.
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const ts = require('typescript');
const { z } = require('zod');

/** Sources of all services in a fixed order, without specs and what was built. */
function serviceSources(root) {
  const services = join(root, 'services');
  return readdirSync(services, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /^[a-z-]+\/src\/.*\.ts$/.test(path) && !/(^|\/)(dist|node_modules|testing)\/|\.spec\.ts$/.test(path)).sort()
    .map((path) => ({ path, text: readFileSync(join(services, path), 'utf8') }));
}

/**
 * Who hears which contract: by `@OnEvent(CaseOpenedV1)`, or live by naming its `.type`, as the gateway's subscriptions do. Answers a map from the
 * contract's name to words such as `sla` or `gateway (live)`. A decorator whose argument is no name cannot be shown and is refused.
 */
function listenersIn(sources) {
  const heard = new Map();
  const note = (contract, word) => heard.set(contract, [...new Set([...(heard.get(contract) ?? []), word])].sort());
  for (const { path, text } of sources) {
    const service = path.split('/')[0];
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false);
    const visit = (node) => {
      if (ts.isDecorator(node) && ts.isCallExpression(node.expression) && node.expression.expression.escapedText === 'OnEvent') {
        const [event] = node.expression.arguments;
        if (event === undefined || !ts.isIdentifier(event)) throw new TypeError(`${path}: @OnEvent names its contract directly, so that the page of events can tell who listens.`);
        note(event.text, service);
      }
      if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression) && node.name.text === 'type' && /V\d+$/.test(node.expression.text)) note(node.expression.text, `${service} (live)`);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return heard;
}

/** The event contracts among what a module exports, each with the name under which it is imported. */
const contractsIn = (exported) => Object.entries(exported)
  .filter(([, value]) => typeof value === 'object' && value !== null && 'topic' in value && 'type' in value)
  .map(([name, event]) => ({ name, event })).sort((a, b) => (a.event.type < b.event.type ? -1 : 1));

/** Where each contract stands, from its declaration. */
function filesOf(root) {
  const folder = 'libs/contracts/src/events';
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((path) => /\.v\d+\.ts$/.test(path));
  return new Map(files.flatMap((path) => [...readFileSync(join(root, folder, path), 'utf8').matchAll(/export const (\w+) = defineEvent\(/g)]
    .map(([, name]) => [name, `${folder}/${path.replaceAll('\\', '/')}`])));
}

const FORMATS = { uuid: 'id', 'date-time': 'instant', date: 'day' };
const cell = (text) => text.replaceAll('|', '\\|');
const quoted = (values) => values.map((value) => `\`${JSON.stringify(value).replaceAll('"', '')}\``).join(', ');

/** One JSON Schema as words for a table's cell. */
function formOf(schema) {
  const kinds = [schema.type ?? []].flat();
  if (kinds.length > 1) return kinds.map((type) => formOf({ ...schema, type })).join(' or ');
  if (schema.anyOf) return [...new Set(schema.anyOf.map(formOf))].join(' or ');
  if ('const' in schema) return quoted([schema.const]);
  if (schema.enum) return quoted(schema.enum);
  if (kinds.includes('array')) return `list of ${formOf(schema.items ?? {})}`;
  if (kinds.includes('object')) return schema.additionalProperties?.type ? `object of ${formOf(schema.additionalProperties)}` : 'object';
  if (kinds.includes('string')) return FORMATS[schema.format] ?? 'text';
  return { integer: 'integer', number: 'number', boolean: 'true or false', null: 'null' }[kinds[0]] ?? 'any JSON';
}

const partsOf = (schema) => [schema, ...(schema.anyOf ?? []).flatMap(partsOf), ...(schema.items ? partsOf(schema.items) : [])];

/** Every field with its path: `agreement.plan`, and `items[].code` inside a list. */
function fieldsOf(schema, prefix = '') {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const isList = partsOf(field).some(({ type }) => [type].flat().includes('array'));
    const required = schema.required?.includes(name) ? '' : ', may be missing';
    const nested = partsOf(field).filter(({ properties }) => properties !== undefined);
    const inner = nested.flatMap((part) => fieldsOf(part, `${prefix}${name}${isList ? '[]' : ''}.`));
    return [[`${prefix}${name}`, `${formOf(field)}${required}`], ...new Map(inner)];
  });
}

/** Which field orders the events, found by asking the key function for a value that tells its own name. */
const keyOf = (event) => event.key(new Proxy({}, { get: (_, field) => `\`${String(field)}\`` }));

function section({ name, event }, files, listeners) {
  const fields = fieldsOf(z.toJSONSchema(event.data, { io: 'output', unrepresentable: 'any' }));
  const heard = listeners.get(name) ?? [];
  return [
    `### ${event.type}`, '', event.about, '',
    `- **Contract**: \`${name}\` in [${files.get(name)}](../${files.get(name)})`,
    `- **Key**: ${keyOf(event)}`,
    `- **Heard by**: ${heard.length === 0 ? 'nobody yet' : heard.join(', ')}`,
    '', '| field | form |', '| --- | --- |', ...fields.map(([field, form]) => `| \`${field}\` | ${cell(form)} |`), '',
  ];
}

const INTRODUCTION = [
  '# Events', '',
  'Written by `node libs/contracts/bin/write-events-page.mjs` from the contracts in `libs/contracts/src/events` and the sources of the services; a test fails while it is stale.',
  '[Adding an event](how-to/add-an-event.md) says how one is made, [ADR 7](adr/0007-two-lanes.md) how it travels.', '',
  'Every event travels in a CloudEvents 1.0 envelope whose `tenantid`, `actorid`, `correlationid` and `time` come from the publisher’s transaction. Events of one key keep their',
  'order; nothing orders different keys. A reader ignores fields that it does not know. "Live" is a look without memory for open screens; all other listeners hear every event at',
  'least once, and their effect happens once.', '',
];

/** The whole page. `exported` is the module of contracts, `listeners` the answer of `listenersIn`. */
function eventsPage(exported, { files, listeners }) {
  const contracts = contractsIn(exported);
  const unknown = [...listeners.keys()].filter((name) => !contracts.some((contract) => contract.name === name));
  if (unknown.length > 0) throw new TypeError(`services listen to ${unknown.join(', ')}, which libs/contracts does not export`);
  const topics = [...new Set(contracts.map(({ event }) => event.topic))].sort();
  const of = (topic) => contracts.filter(({ event }) => event.topic === topic);
  const listing = contracts.map(({ name, event }) => `| [${event.type}](#${event.type.replaceAll('.', '')}) | ${event.owner} | ${(listeners.get(name) ?? []).join(', ') || 'nobody yet'} |`);
  return [
    ...INTRODUCTION, '| event | from | heard by |', '| --- | --- | --- |', ...listing, '',
    ...topics.flatMap((topic) => [`## Topic ${topic}`, '', `Published by **${of(topic)[0].event.owner}** alone.`, '', ...of(topic).flatMap((contract) => section(contract, files, listeners))]),
  ].join('\n').trimEnd().concat('\n');
}

module.exports = { contractsIn, eventsPage, filesOf, listenersIn, serviceSources };
