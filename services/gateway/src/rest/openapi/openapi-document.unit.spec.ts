import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildSchema } from 'graphql';
import { isForPartners } from '../../partner/partner-operations';
import { partnerSchemaOf } from '../../partner/partner-schema';
import { schemaFiles } from '../../request/graphql-options';
import { restOperations } from '../rest-surface';
import { openApiDocument } from './openapi-document';
import { problemStatuses } from './problem-responses';

const ROOT = join(__dirname, '..', '..', '..', '..', '..');
const COMMITTED = join(ROOT, 'docs', 'partner', 'openapi.json');
const run = promisify(execFile);
const partner = partnerSchemaOf(buildSchema(schemaFiles().map((file) => readFileSync(file, 'utf8')).join('\n')));
const operations = restOperations();
const document = openApiDocument(operations) as { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>; readonly components: { readonly schemas: Readonly<Record<string, unknown>> } };

interface Operation { readonly operationId: string; readonly summary: string; readonly description?: string; readonly parameters?: readonly { readonly name: string; readonly description?: string }[]; readonly responses: object }
const described = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })));

describe('the document of the partner surface', () => {
  it('is what docs/partner/openapi.json holds, so that a review sees each change of the contract', () => {
    expect(readFileSync(COMMITTED, 'utf8')).toBe(`${JSON.stringify(document, null, 2)}\n`);
  });

  it('is valid by the meta-schema of OpenAPI 3.1', async () => {
    // The validator is an ES module, which cannot be loaded inside this test's module system.
    const script = `const { Validator } = await import('@seriousme/openapi-schema-validator');
      const validator = new Validator();
      const { valid, errors } = await validator.validate(JSON.parse((await import('node:fs')).readFileSync(process.argv[1], 'utf8')));
      console.log(JSON.stringify({ valid, errors, version: validator.version }));`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script, COMMITTED], { cwd: ROOT });

    expect(JSON.parse(stdout)).toEqual({ valid: true, version: '3.1' });
  });

  it('is what the committed client was generated from', async () => {
    const { stdout } = await run(process.execPath, [join(ROOT, 'node_modules', 'openapi-typescript', 'bin', 'cli.js'), COMMITTED], { cwd: ROOT, maxBuffer: 1 << 24 });
    const client = readFileSync(join(ROOT, 'services', 'gateway', 'src', 'testing', 'gen', 'partner-api.d.ts'), 'utf8');

    expect(client).toContain('export interface paths');
    expect(stdout).toBe(client);
  });

  it('describes every operation once, with a sentence, its parameters and its refusals', () => {
    expect(described.map(({ operation }) => operation.operationId).sort()).toEqual(operations.map(({ name }) => name).sort());
    expect(described.filter(({ operation }) => operation.summary === '' || operation.description === undefined).map(({ path }) => path)).toEqual([]);
    for (const { method, operation } of described) expect(Object.keys(operation.responses)).toEqual(['200', ...problemStatuses(method === 'get' ? 'GET' : 'POST').map(String)]);
  });

  it('leads every reference to something', () => {
    const text = JSON.stringify(document);
    const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path);
    const at = (path: string): unknown => path.split('/').reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined), document);

    expect(references.length).toBeGreaterThan(100);
    expect(references.filter((path) => at(path) === undefined)).toEqual([]);
  });

  it('names no build, no machine, no service and nothing of the schema behind it', () => {
    expect(JSON.stringify(document)).not.toMatch(/graphql|yoga|nest|express|localhost|127\.0\.0\.1|svc_|\d+\.\d+\.\d+(?<!3\.1\.1)/i);
  });
});

describe('the documents behind it', () => {
  it.each(operations.map(({ name, text }) => [name, text] as const))('%s lies within the partner schema', (_, text) => {
    expect(isForPartners(partner, text)).toBe(true);
  });

  it('were checked against something that refuses what lies outside', () => {
    expect(isForPartners(partner, '{ case(id: "x") { assignee { name } } }')).toBe(false);
  });
});
