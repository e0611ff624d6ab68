// Writes docs/partner/openapi.json from the operations of the partner surface, and from it the types of the generated client that the tests drive.
// Run it after `tsc -b services/gateway` when a document of src/rest/documents or a described field of the SDL changed.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { openApiDocument } = require('../dist/rest/openapi/openapi-document.js');
const { restOperations } = require('../dist/rest/rest-surface.js');

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const document = at('../../../docs/partner/openapi.json');
writeFileSync(document, `${JSON.stringify(openApiDocument(restOperations()), null, 2)}\n`);
execFileSync(process.execPath, [at('../../../node_modules/openapi-typescript/bin/cli.js'), document, '-o', at('../src/testing/gen/partner-api.d.ts')], { stdio: 'inherit' });
