#!/usr/bin/env node
// Completes package-lock.json after `npm install`; with --check changes nothing and exits 1 when the lock is incomplete.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addressed, complete, missing, withoutAddresses } from './lock.cjs';

const argv = process.argv.slice(2);
const root = argv.find((word) => !word.startsWith('--')) ?? join(import.meta.dirname, '..', '..', '..');
const file = join(root, 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));
const absent = missing(lock);
const hosts = addressed(lock);

if (argv.includes('--check')) {
  if (absent.length > 0) {
    const names = absent.map(({ name, version }) => `${name}@${version}`);
    console.error(`package-lock.json lacks ${absent.length} optional packages (${names.slice(0, 3).join(', ')}…); run \`npm run lock\`.`);
  }
  if (hosts.length > 0) console.error(`package-lock.json names a download address in ${hosts.length} entries (${hosts[0]}…); run \`npm run lock\`.`);
  if (absent.length > 0 || hosts.length > 0) process.exit(1);
  console.log(`package-lock.json is complete: ${Object.keys(lock.packages).length} entries.`);
} else if (absent.length === 0 && hosts.length === 0) {
  console.log('package-lock.json was complete already.');
} else {
  writeFileSync(file, `${JSON.stringify(withoutAddresses(complete(lock)), null, 2)}\n`);
  console.log(`package-lock.json: added ${absent.length} optional packages, removed ${hosts.length} download addresses.`);
}
