#!/usr/bin/env node
// Completes package-lock.json after `npm install` or when a project is added; with --check changes nothing and exits 1 when it
// is incomplete. What only a download can add is left to `npm install`, and said.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projects } from '../lint/projects.cjs';
import { addressed, complete, isRootStale, missing, staleProjects, unlocked, withProjects, withRoot, withoutAddresses } from './lock.cjs';

const root = join(import.meta.dirname, '..', '..', '..');
const read = (name) => JSON.parse(readFileSync(join(root, name), 'utf8'));
const lock = read('package-lock.json');
const manifest = read('package.json');
const workspace = projects(root);

const whole = withoutAddresses(complete(withProjects(withRoot(lock, manifest), workspace)));
const faults = [
  [missing(lock).map(({ name, version }) => `${name}@${version}`), 'lacks optional packages of other platforms'],
  [addressed(lock), 'names a download address'],
  [[...(isRootStale(lock, manifest) ? ['the root'] : []), ...staleProjects(lock, workspace)], 'says something else than package.json'],
].filter(([names]) => names.length > 0);
const sentences = faults.map(([names, fault]) => `package-lock.json ${fault}: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}.`);
const rootDrift = ['dependencies', 'devDependencies'].flatMap((kind) => {
  const [wanted, locked] = [manifest[kind] ?? {}, lock.packages[''][kind] ?? {}];
  return Object.keys({ ...wanted, ...locked }).filter((name) => wanted[name] !== locked[name]);
});
const absent = [...new Set([...rootDrift, ...unlocked(whole, workspace)])];

if (argvHas('--check')) {
  sentences.forEach((sentence) => console.error(`${sentence} Run \`npm run lock\`.`));
} else if (faults.length > 0) {
  writeFileSync(join(root, 'package-lock.json'), `${JSON.stringify(whole, null, 2)}\n`);
  sentences.forEach((sentence) => console.log(`completed: ${sentence}`));
}
if (absent.length > 0) console.error(`package-lock.json does not hold ${absent.join(', ')} as package.json asks; run \`npm install\`, then \`npm run lock\`.`);
if (absent.length > 0 || (argvHas('--check') && faults.length > 0)) process.exit(1);
console.log(`package-lock.json is complete: ${Object.keys(whole.packages).length} entries.`);

function argvHas(word) {
  return process.argv.includes(word);
}
