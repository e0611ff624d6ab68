#!/usr/bin/env node
// Writes each project's tsconfig.json references from its package.json dependencies, so that the two cannot disagree;
// with --check writes nothing and exits 1 when a file differs.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const projects = ['libs', 'services'].flatMap((group) =>
  readdirSync(join(root, group)).map((name) => `${group}/${name}`).filter((dir) => existsSync(join(root, dir, 'package.json'))));
const manifest = (dir) => JSON.parse(readFileSync(join(root, dir, 'package.json'), 'utf8'));
const dirOf = new Map(projects.map((dir) => [manifest(dir).name, dir]));
const built = projects.filter((dir) => existsSync(join(root, dir, 'src')));
const checking = process.argv.includes('--check');
const stale = [];
const write = (file, value) => {
  const text = `${JSON.stringify(value, null, 2)}\n`;
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  if (checking) stale.push(file);
  else writeFileSync(file, text);
};

for (const dir of built) {
  const own = Object.keys(manifest(dir).dependencies ?? {}).filter((name) => name.startsWith('@yagura/'));
  const unknown = own.filter((name) => !dirOf.has(name));
  if (unknown.length > 0) throw new Error(`${dir}/package.json names ${unknown.join(', ')}, which is no project here`);
  write(join(root, dir, 'tsconfig.json'), {
    extends: '../../tsconfig.base.json',
    compilerOptions: { rootDir: 'src', outDir: 'dist', tsBuildInfoFile: 'dist/.tsbuildinfo' },
    include: ['src/**/*.ts', 'src/**/*.json'],
    exclude: ['src/**/*.spec.ts'],
    references: own.map((name) => dirOf.get(name)).filter((d) => built.includes(d)).sort().map((d) => ({ path: `../../${d}` })),
  });
}
write(join(root, 'tsconfig.json'), { files: [], references: built.sort().map((path) => ({ path: `./${path}` })) });
if (stale.length > 0) {
  console.error(`${stale.join(', ')}: not what package.json says; run \`node libs/workspace/bin/sync-references.mjs\`.`);
  process.exit(1);
}
