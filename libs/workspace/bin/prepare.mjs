#!/usr/bin/env node
// Builds everything after `npm ci` (npm runs it as the root `prepare`), with nothing but node and what npm installed.
// It opens no network connection: the schema engine is prisma/engine, and TypeScript and Prisma come from node_modules.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');
const require = createRequire(join(root, 'package.json'));
const LOWEST_NODE = [20, 19];

function fail(sentence) {
  console.error(`prepare: ${sentence}`);
  process.exit(1);
}

/** The script behind a package's command; npm's own .bin links are absent when it was told to make none. */
function command(packageName, script) {
  try {
    return join(require.resolve(`${packageName}/package.json`), '..', script);
  } catch {
    return fail(`${packageName} is not installed. Run \`npm ci\` with development packages included (the build needs them).`);
  }
}

function step(title, args, env = {}) {
  const started = Date.now();
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root, encoding: 'utf8', maxBuffer: 64 * 2 ** 20, env: { ...process.env, ...env },
  });
  if (status !== 0) {
    process.stderr.write(`${stdout}${stderr}`);
    fail(`${title} failed (${signal ?? `exit code ${status}`}); its output is above.`);
  }
  console.log(`prepare: ${title}, ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < LOWEST_NODE[0] || (major === LOWEST_NODE[0] && minor < LOWEST_NODE[1]))
  fail(`Node ${process.versions.node} is too old; Yagura needs Node ${LOWEST_NODE.join('.')} or newer.`);

if (existsSync(join(root, 'prisma', 'schema'))) {
  step('database client generated', [command('prisma', 'build/index.js'), 'generate', '--config', 'prisma/prisma.config.ts'], {
    PRISMA_SCHEMA_ENGINE_BINARY: join(root, 'prisma', 'engine', 'schema-engine-shim.mjs'),
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  });
} else {
  console.log('prepare: no prisma/schema folder, so no database client to generate');
}
step('libraries and services compiled', [command('typescript', 'bin/tsc'), '-b']);
step('portal built', [join(root, 'services', 'portal', 'bin', 'build.mjs')]);
