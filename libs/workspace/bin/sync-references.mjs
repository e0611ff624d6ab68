#!/usr/bin/env node
// Writes each project's tsconfig.json references from its package.json dependencies, so that the two cannot disagree;
// with --check writes nothing and exits 1 when a file differs.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projects } from '../lint/projects.cjs';
import { tsconfigs } from './references.cjs';

const root = join(import.meta.dirname, '..', '..', '..');
const files = tsconfigs(projects(root), (folder) => existsSync(join(root, folder, 'src')));
const stale = [...files].filter(([path, text]) => !existsSync(join(root, path)) || readFileSync(join(root, path), 'utf8') !== text);

if (!process.argv.includes('--check')) stale.forEach(([path, text]) => writeFileSync(join(root, path), text));
else if (stale.length > 0) {
  console.error(`${stale.map(([path]) => path).join(', ')}: not what package.json says; run \`node libs/workspace/bin/sync-references.mjs\`.`);
  process.exit(1);
}
