import { join } from 'node:path';
import { FsTree } from 'nx/src/generators/tree';
import { eventGenerator } from './event/generator.cjs';
import { featureGenerator } from './feature/generator.cjs';
import { demandName, plural, spellings } from './names.cjs';
import { serviceGenerator } from './service/generator.cjs';
import { addToArray, addToObject } from './source-edit.cjs';
import { tableGenerator } from './table/generator.cjs';
import { nextMigration } from './workspace-facts.cjs';

const ROOT = join(__dirname, '..', '..', '..');
const tree = (): FsTree => new FsTree(ROOT, false);
const about = 'What it is.';
const service = (options: object) => () => serviceGenerator(tree(), { name: 'rotas', about, ...options });
const feature = (options: object) => () => featureGenerator(tree(), { name: 'rota', service: 'cases', about, permission: 'case', ...options });
const event = (options: object) => () => eventGenerator(tree(), { name: 'rota.changed', service: 'cases', about, ...options });
const table = (options: object) => () => tableGenerator(tree(), { name: 'rota', service: 'cases', about, ...options });

describe('a generator refuses', () => {
  it.each([
    ['a service of two words', service({ name: 'on-call' }), 'one lower-case word'],
    ['a service that exists', service({ name: 'cases' }), 'The service cases exists.'],
    ['a service named like a shared schema', service({ name: 'audit' }), 'The schema audit is taken.'],
    ['a service named by a reserved word', service({ name: 'window' }), 'reserved word'],
    ['a port that no composition has', service({ ports: 'egress,printer' }), 'Port "printer": the composition has egress, files, installation-key.'],
    ['an owner that is no team', service({ owner: 'me' }), 'names of teams'],
    ['a loss that is a sentence', service({ lost: 'Nobody is on call.' }), 'part of a sentence'],
    ['a description that is no sentence', service({ about: 'who is on call' }), 'one sentence'],
    ['a description that would leave its text', table({ about: 'It’s `x`.' }), 'one sentence'],
    ['a feature of a service that is not there', feature({ service: 'rotas' }), 'There is no service "rotas" with tables of its own; there are billing, cases'],
    ['a feature of the gateway, which has no tables', feature({ service: 'gateway' }), 'There is no service "gateway"'],
    ['a feature that exists', feature({ name: 'comment' }), 'services/cases/src/comment exists.'],
    ['a feature whose operations exist', feature({ name: 'finding-list', plural: 'findings' }), 'has the operation cases.findings already'],
    ['a feature that is its own plural', feature({ plural: 'rota' }), 'is its own plural'],
    ['a feature in capitals', feature({ name: 'onCall' }), 'names are kebab-case'],
    ['a permission that nobody has', feature({ permission: 'rota' }), 'There are no permissions "rota:read" and "rota:write"; nouns that have both are tenant, user, source, rule'],
    ['an event without a verb', event({ name: 'rota' }), '<noun>.<past participle>'],
    ['an event that exists', event({ name: 'case.opened' }), 'The event yagura.case.opened.v1 exists.'],
    ['a version that follows nothing', event({ major: 2 }), 'there is no version 1'],
    ['a topic of another service', event({ topic: 'sla.clock' }), 'The topic sla.clock belongs to sla'],
    ['a topic of one word', event({ topic: 'rotas' }), 'two words in lower case'],
    ['a table that exists', table({ name: 'policy', service: 'sla' }), 'The table sla.policy exists.'],
    ['a column of no known type', table({ columns: 'note:varchar' }), 'with a type of bigint'],
    ['a column that every table has', table({ columns: 'tenant_id:uuid' }), 'The column tenant_id is there already.'],
    ['a column twice', table({ columns: 'note:text,note:text?' }), 'The column note is there already.'],
    ['an instant whose name does not say so', table({ columns: 'due:timestamptz' }), 'ends in _at'],
    ['rights that nobody may have', table({ rights: 'select,truncate' }), 'Rights "select,truncate"'],
  ])('%s', (_, generate, reason) => {
    expect(generate).toThrow(reason);
  });
});

describe('the second version of an event', () => {
  it('stands beside the first, on its topic, with a sample of its own', () => {
    const written = tree();

    eventGenerator(written, { name: 'case.opened', service: 'cases', about, major: 2 });

    expect(written.listChanges().map(({ path }) => path)).toEqual(['libs/contracts/src/events/case/case-opened.v2.ts', 'libs/contracts/golden/yagura.case.opened.v2/sample.json', 'libs/contracts/src/events/index.ts']);
    expect(written.read('libs/contracts/src/events/case/case-opened.v2.ts', 'utf8')).toContain("type: 'yagura.case.opened.v2', topic: 'case.lifecycle', owner: 'cases'");
    expect(written.read('libs/contracts/src/events/index.ts', 'utf8')).toContain("'./case/case-opened.v1';\nexport * from './case/case-opened.v2';\n");
  });
});

describe('the next migration', () => {
  it('is numbered behind every other, from the day on which it is made', () => {
    const written = tree();
    written.write('prisma/migrations/20991231004250_last/migration.sql', '');

    expect(nextMigration(written, new Date('2099-12-31T23:00:00Z'))).toBe('20991231004300');
    expect(nextMigration(written, new Date('2098-01-01T00:00:00Z'))).toBe('20991231004300');
    expect(nextMigration(written, new Date('2100-01-01T00:00:00Z'))).toBe('21000101000100');
  });
});

describe('a list in a source', () => {
  const edited = (text: string, edit: (written: FsTree) => void): string | null => {
    const written = tree();
    written.write('list.ts', text);
    edit(written);
    return written.read('list.ts', 'utf8');
  };

  it.each([
    ['empty', 'const NAMES = [];', 'const NAMES = [x];'],
    ['on one line', "const NAMES = ['a'] as const;", "const NAMES = ['a', x] as const;"],
    ['over lines with a trailing comma', "const NAMES: string[] = [\n  'a',\n];", "const NAMES: string[] = [\n  'a', x,\n];"],
  ])('that is %s gets one element more', (_, before, after) => {
    expect(edited(before, (written) => addToArray(written, 'list.ts', 'NAMES', 'x'))).toBe(after);
  });

  it('gets its element before the one that stays last, and an object its line', () => {
    expect(edited("const NAMES = ['a', 'z'];", (written) => addToArray(written, 'list.ts', 'NAMES', 'x', { before: "'z'" }))).toBe("const NAMES = ['a', x, 'z'];");
    expect(edited('const PLANS = {\n  a: 1,\n};', (written) => addToObject(written, 'list.ts', 'PLANS', 'b: 2'))).toBe('const PLANS = {\n  a: 1,\n  b: 2,\n};');
  });

  it('that is gone is named together with what it should get', () => {
    expect(() => edited('const OTHER = [];', (written) => addToArray(written, 'list.ts', 'NAMES', 'x'))).toThrow('list.ts: cannot find the list NAMES; it should get x.');
    expect(() => edited('const OTHER = {};', (written) => addToObject(written, 'list.ts', 'PLANS', 'b: 2'))).toThrow('list.ts: cannot find the object PLANS; it should get b: 2.');
  });
});

describe('a name', () => {
  it('is spelled as each language spells it', () => {
    expect(spellings('on-call-rota')).toEqual({ kebab: 'on-call-rota', className: 'OnCallRota', camel: 'onCallRota', snake: 'on_call_rota', constant: 'ON_CALL_ROTA', words: 'on call rota' });
    expect(['rota', 'policy', 'day', 'box', 'address', 'watch'].map(plural)).toEqual(['rotas', 'policies', 'days', 'boxes', 'addresses', 'watches']);
  });

  it.each(['', '-a', 'a-', 'a--b', 'a_b', 'A', '../x', 'a.b', '1a', 'select', 'page', 'a'.repeat(41)])('is never %j', (name) => {
    expect(() => demandName('Feature', name)).toThrow('Feature');
  });
});
