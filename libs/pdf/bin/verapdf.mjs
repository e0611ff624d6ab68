#!/usr/bin/env node
// Checks PDF files against PDF/UA-1 with veraPDF: node libs/pdf/bin/verapdf.mjs FILE.pdf …
// Needs Java, and veraPDF's jars in the folder that VERAPDF_JARS names; without that, Maven fetches them once into a folder of the system's
// temporary directory. Exit code: 0 conforms, 1 does not, 2 wrong usage, 3 not checked because Java, Maven or the jars are missing.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const VERSION = '1.28.2';
const files = process.argv.slice(2);
if (files.length === 0) stop(2, 'usage: node libs/pdf/bin/verapdf.mjs FILE.pdf …');
if (spawnSync('java', ['-version']).status !== 0) stop(3, 'not checked: there is no Java here');

const jars = process.env.VERAPDF_JARS ?? fetchedJars();
const options = ['-cp', join(jars, '*'), 'org.verapdf.apps.GreenfieldCliWrapper', '--flavour', 'ua1', '--format', 'text', '-v'];
const { status, stdout, stderr } = spawnSync('java', [...options, ...files], { encoding: 'utf8', maxBuffer: 1 << 26 });
process.stdout.write(stdout);
if (status !== 0 || !files.every((file) => stdout.includes(`PASS ${file}`))) stop(1, stderr);

function fetchedJars() {
  const folder = join(tmpdir(), `verapdf-${VERSION}`);
  const target = join(folder, 'jars');
  if (existsSync(target) && readdirSync(target).some((name) => name.startsWith('greenfield-apps'))) return target;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'pom.xml'), `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>yagura</groupId><artifactId>verapdf</artifactId><version>1</version>
  <dependencies><dependency><groupId>org.verapdf.apps</groupId><artifactId>greenfield-apps</artifactId><version>${VERSION}</version></dependency></dependencies>
</project>\n`);
  const maven = spawnSync('mvn', ['-q', 'dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${target}`], { cwd: folder, stdio: 'inherit' });
  if (maven.status !== 0) stop(3, 'not checked: Maven could not fetch veraPDF');
  return target;
}

function stop(code, words) {
  console.error(words);
  process.exit(code);
}
