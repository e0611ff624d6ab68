import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const index = join(dirname(require.resolve('@mantine/core')), '..', 'esm', 'index.mjs');

/** Where each name of the widget library is written down, by its index; names that the index renames are left to it. */
const PLACES = new Map([...readFileSync(index, 'utf8').matchAll(/^export \{([^}]+)\} from ['"](.+)['"];?$|^import \{([^}]+)\} from ['"](.+)['"];?$/gm)].flatMap(([, exported, from, imported, origin]) =>
  (exported ?? imported).split(',').map((name) => name.trim()).filter((name) => /^\w+$/.test(name)).map((name) => [name, join(dirname(index), from ?? origin)])));

const IMPORT = /^import \{([^}]+)\} from '@mantine\/core';$/gm;

/**
 * Our own files import each widget from its file instead of the library's index. Through the index every widget that any page uses would be
 * reached from the entry, and the bundler would put it into the first load.
 */
export const directImports = () => ({
  name: 'direct-imports',
  enforce: 'pre',
  transform(code, id) {
    if (!/\/web\/(?:console|client|shared)\/.+\.tsx?$/.test(id) || !code.includes("'@mantine/core'")) return undefined;
    const direct = (_, names) => names.split(',').map((name) => name.trim()).filter((name) => name !== '' && !name.startsWith('type ')).map((name) => {
      const [own] = name.split(' as ');
      const place = PLACES.get(own);
      return `import { ${name} } from ${JSON.stringify(place ?? '@mantine/core')};`;
    }).join(' ');
    return { code: code.replace(IMPORT, direct), map: null };
  },
});
