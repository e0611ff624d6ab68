// Writes docs/partner/schema.graphql from the marks in the SDL; run it after `tsc -b services/gateway` when a mark was set or taken away.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { buildSchema, printSchema } = require('graphql');
const { partnerSchemaOf } = require('../dist/partner/partner-schema.js');
const { schemaFiles } = require('../dist/request/graphql-options.js');

const full = buildSchema(schemaFiles().map((file) => readFileSync(file, 'utf8')).join('\n'));
writeFileSync(new URL('../../../docs/partner/schema.graphql', import.meta.url), `${printSchema(partnerSchemaOf(full))}\n`);
