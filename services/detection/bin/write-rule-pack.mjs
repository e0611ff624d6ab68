// Writes docs/rule-pack.md from the rules and the shared event sets, which lie beside the repository. Build services/detection first.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { compileRules, parseRules } = require('@yagura/sigma');
const { packPage } = require('../dist/content/pack-page.js');
const { surveyPack } = require('../dist/content/pack-survey.js');
const { OWN_PACK_DIR } = require('../dist/content/load-pack.js');

const root = fileURLToPath(new URL('../../..', import.meta.url));
const data = join(root, '../shared/data');
if (!existsSync(data)) {
  process.stderr.write('The shared event sets are not beside the repository; the page stays as it is.\n');
  process.exit(1);
}
const files = readdirSync(OWN_PACK_DIR).filter((name) => name.endsWith('.yml')).sort();
const rules = files.flatMap((file) => parseRules(readFileSync(join(OWN_PACK_DIR, file), 'utf8'), file).rules);
writeFileSync(join(root, 'docs/rule-pack.md'), packPage(rules, surveyPack(compileRules(rules), data)));
