// node deploy/keycloak/render.mjs
//
// Writes the realm templates from the library that also changes clients through the Admin API, so that a client of a template and one that was made
// later cannot differ. Needs a current build (`npm run build`); a unit test of libs/auth fails while a template is older than the library.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { REALMS, realmTemplate } = createRequire(import.meta.url)('../../libs/auth/dist/index.js');
for (const realm of REALMS) writeFileSync(join(import.meta.dirname, `${realm}-realm.json`), realmTemplate(realm));
