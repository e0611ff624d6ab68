const { join } = require('node:path');
const { generateFiles, logger } = require('@nx/devkit');
const { Refused, demandName, demandSentence, spellings } = require('../names.cjs');
const { addLine } = require('../source-edit.cjs');
const { EVENTS, demandService, eventsOf } = require('../workspace-facts.cjs');

const NAME = /^([a-z]+(?:_[a-z]+)*)\.([a-z]+(?:_[a-z]+)*)$/;
const TOPIC = /^[a-z]+\.[a-z]+$/;

/** The given topic, or the one that this service's events about the noun have, or a new one named after the noun. */
function topicOf(tree, { topic, service, noun }) {
  const events = eventsOf(tree);
  const own = events.filter(({ type, owner }) => owner === service && type.startsWith(`yagura.${noun}.`)).map((event) => event.topic);
  const chosen = topic ?? own[0] ?? `${noun.split('_')[0]}.lifecycle`;
  if (!TOPIC.test(chosen)) throw new Refused(`Topic "${chosen}": <domain>.<stream>, two words in lower case.`);
  const other = events.find((event) => event.topic === chosen && event.owner !== service);
  if (other) throw new Refused(`The topic ${chosen} belongs to ${other.owner}; each topic has one producer.`);
  return chosen;
}

/** A contract, its line in the index of events, and a golden sample that every later version of the code has to read. */
function eventGenerator(tree, options) {
  const [, noun, fact] = NAME.exec(options.name ?? '') ?? [];
  if (fact === undefined) throw new Refused(`Event "${options.name}": <noun>.<past participle>, such as case.escalated or rota.handed_over.`);
  const subject = spellings(demandName('Noun', noun.replaceAll('_', '-')));
  const service = demandService(tree, options.service);
  const about = demandSentence('about', options.about);
  const major = options.major ?? 1;
  if (!Number.isInteger(major) || major < 1) throw new Refused(`Version "${major}": 1, 2 and so on.`);
  const type = `yagura.${options.name}.v${major}`;
  const known = eventsOf(tree).map((event) => event.type);
  if (known.includes(type)) throw new Refused(`The event ${type} exists. An added optional field keeps the version; anything else is --major=${major + 1}.`);
  if (major > 1 && !known.includes(`yagura.${options.name}.v${major - 1}`)) throw new Refused(`${type} follows nothing: there is no version ${major - 1}.`);
  const name = spellings(`${subject.kebab}-${fact.replaceAll('_', '-')}`);
  const topic = topicOf(tree, { topic: options.topic, service, noun });
  const file = `${EVENTS}/${subject.kebab}/${name.kebab}.v${major}.ts`;
  if (tree.exists(file)) throw new Refused(`${file} exists and tells of another event.`);
  const facts = { about, file: name.kebab, major, name, service, subject, topic, type, tmpl: '' };
  generateFiles(tree, join(__dirname, 'files', 'contract'), `${EVENTS}/${subject.kebab}`, facts);
  generateFiles(tree, join(__dirname, 'files', 'golden'), `libs/contracts/golden/${type}`, facts);
  addLine(tree, `${EVENTS}/index.ts`, `export * from './${subject.kebab}/${name.kebab}.v${major}';`, (line) => line.startsWith('export * from'));
  return () => logger.info(`\nNext: its fields in ${file} and in the golden sample, then node libs/contracts/bin/write-events-page.mjs (docs/how-to/add-an-event.md).`);
}

module.exports = { default: eventGenerator, eventGenerator };
