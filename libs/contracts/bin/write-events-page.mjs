#!/usr/bin/env node
// Writes docs/events.md from the contracts and the services that listen; with --check writes nothing and exits 1 when the page is stale.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { eventsPage, filesOf, listenersIn, serviceSources } from './events-page.cjs';

const root = join(import.meta.dirname, '..', '..', '..');
const require = createRequire(import.meta.url);
const page = join(root, 'docs', 'events.md');

// The page shows the contracts as they stand in the sources, so they are compiled first; that takes a moment when nothing changed.
const built = spawnSync(process.execPath, [join(require.resolve('typescript/package.json'), '..', 'bin', 'tsc'), '-b', join(root, 'libs', 'contracts')], { encoding: 'utf8' });
if (built.status !== 0) {
  console.error(`libs/contracts does not compile, so its events cannot be listed:\n${built.stdout}${built.stderr}`);
  process.exit(1);
}
const text = eventsPage(require('../dist/index.js'), { files: filesOf(root), listeners: listenersIn(serviceSources(root)) });
const isFresh = existsSync(page) && readFileSync(page, 'utf8') === text;
if (!isFresh && process.argv.includes('--check')) {
  console.error('docs/events.md is not what the contracts and the services say; run `node libs/contracts/bin/write-events-page.mjs`.');
  process.exit(1);
}
if (!isFresh) writeFileSync(page, text);
console.log(`docs/events.md ${isFresh ? 'is up to date' : 'was written'}.`);
