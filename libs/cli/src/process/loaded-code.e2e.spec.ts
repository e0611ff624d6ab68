import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PROCESS_NAMES } from '@yagura/config';

/** Asks the built command line for every part, starts none, and answers which packages its code came from. */
const LOOK = `const { COMMANDS } = require('./command/commands.js');
const { PARTS } = require('./process/parts.js');
const packageOf = (file) => file.split('/node_modules/').pop().match(/^(?:@[^/]+\\/)?[^/]+/)?.[0] ?? '';
const folderOf = (file) => file.match(/\\/(?:libs|services)\\/[^/]+(?=\\/dist\\/)/)?.[0] ?? packageOf(file);
(async () => {
  await COMMANDS.find(({ name }) => name === 'serve').load();
  for (const name of Object.keys(PARTS)) await PARTS[name]();
  process.stdout.write(JSON.stringify({ parts: Object.keys(PARTS), packages: [...new Set(Object.keys(require.cache).map(folderOf))] }));
})();`;

describe('the code that a process of one part holds before it starts', () => {
  it('is neither that of a service nor that of a library which only some parts need', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', LOOK], { cwd: join(__dirname, '..', '..', 'dist') });
    const { parts, packages }: { readonly parts: string[]; readonly packages: string[] } = JSON.parse(stdout);

    expect(parts.sort()).toEqual([...PROCESS_NAMES].sort());
    expect(packages).toContain('/libs/runtime');
    // The portal is no service of this list: it is a door of files, and small.
    expect(packages.filter((name) => name.startsWith('/services/') && name !== '/services/portal')).toEqual([]);
    expect(packages.filter((name) => ['kafkajs', 'keycloak-connect', 'pdfkit', '@nestjs/core', 'graphql', '@aws-sdk/client-s3', 'chdb', 'typescript', 'echarts'].includes(name))).toEqual([]);
  });
});
