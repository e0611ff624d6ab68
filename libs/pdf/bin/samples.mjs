#!/usr/bin/env node
// Writes the sample documents into the folder named as argument, for a person to look at: node libs/pdf/bin/samples.mjs FOLDER
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import typescript from 'typescript';

const lib = join(dirname(fileURLToPath(import.meta.url)), '..');
const { pageCount, renderPdf } = createRequire(import.meta.url)('@yagura/pdf');
const folder = process.argv[2];
if (folder === undefined) {
  console.error('usage: node libs/pdf/bin/samples.mjs FOLDER (after a build)');
  process.exit(2);
}

// The samples import nothing but types, so that without their types they are modules of their own.
const load = (name) => {
  const source = readFileSync(join(lib, 'sample', `${name}.ts`), 'utf8');
  const { outputText } = typescript.transpileModule(source, { compilerOptions: { module: 'esnext', target: 'es2022' } });
  return import(`data:text/javascript;base64,${Buffer.from(outputText).toString('base64')}`);
};
const [{ monthlyReport }, { invoice }] = await Promise.all([load('monthly-report'), load('invoice')]);

mkdirSync(folder, { recursive: true });
for (const [name, model] of [['report-ja', monthlyReport('ja')], ['report-en', monthlyReport('en')], ['invoice-ja', invoice]]) {
  const start = performance.now();
  const bytes = await renderPdf(model);
  writeFileSync(join(folder, `${name}.pdf`), bytes);
  console.log(JSON.stringify({ name, pages: pageCount(bytes), bytes: bytes.length, ms: Math.round(performance.now() - start) }));
}
