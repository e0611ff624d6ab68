// Types of the documents that the portal sends, from the gateway's own schema files, and the list of those documents for the gateway.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { generate } from '@graphql-codegen/cli';
import { addTypenameSelectionDocumentTransform } from '@graphql-codegen/client-preset';

const web = import.meta.dirname;
const portal = join(web, '..');
const sha256 = (text) => createHash('sha256').update(text).digest('hex');

const entryOutput = (entry) => ({
  [`${join(web, entry, 'gen')}/`]: {
    documents: [join(web, entry, '**', '*.graphql')],
    preset: 'client',
    presetConfig: { fragmentMasking: false, persistedDocuments: { mode: 'embedHashInDocument', hashAlgorithm: sha256 } },
    documentTransforms: [addTypenameSelectionDocumentTransform],
    config: {
      useTypeImports: true, enumsAsTypes: true, skipTypename: false, strictScalars: true, dedupeFragments: true,
      scalars: { DateTime: 'string', BigCount: 'string' },
    },
  },
});

await generate({
  schema: join(portal, '..', 'gateway', 'src', 'modules', '*', '*.graphql'),
  generates: { ...entryOutput('console'), ...entryOutput('client') },
  ignoreNoDocuments: false,
  silent: true,
}, true);

mkdirSync(join(portal, 'dist', 'documents'), { recursive: true });
for (const entry of ['console', 'client']) {
  const documents = JSON.parse(readFileSync(join(web, entry, 'gen', 'persisted-documents.json'), 'utf8'));
  for (const [hash, text] of Object.entries(documents)) if (sha256(text) !== hash) throw new Error(`${entry}: a document does not have its hash`);
  writeFileSync(join(portal, 'dist', 'documents', `${entry}.json`), `${JSON.stringify(documents, null, 2)}\n`);
}
