#!/usr/bin/env node
// Builds both entries of the portal: types and documents from the gateway's schema, then one bundle per entry, then the budget of what a first
// visit loads. Fails when an entry is over its budget (portal.md, section 5).
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { overBudget } from './budget.mjs';

const portal = join(import.meta.dirname, '..');
const require = createRequire(join(portal, 'package.json'));
const vite = join(require.resolve('vite/package.json'), '..', 'bin', 'vite.js');

function run(title, args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: join(portal, 'web'), encoding: 'utf8', env: { ...process.env, NODE_ENV: 'production' } });
  if (status === 0) return;
  process.stderr.write(`${stdout}${stderr}portal: ${title} failed\n`);
  process.exit(1);
}

run('generating types and documents', ['codegen.mjs']);
for (const entry of ['console', 'client']) run(`bundling ${entry}`, [vite, 'build', '--config', 'vite.config.mjs', '--mode', entry]);

const sentences = overBudget(join(portal, 'dist', 'web'));
for (const sentence of sentences) process.stderr.write(`portal: ${sentence}\n`);
if (sentences.length > 0) process.exit(1);
