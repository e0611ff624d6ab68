import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const BUDGET = pathToFileURL(join(__dirname, 'budget.mjs')).href;
/** ES modules run outside of Jest's own module system. */
const overBudget = (web: string): string[] =>
  JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', `const { overBudget } = await import(${JSON.stringify(BUDGET)}); console.log(JSON.stringify(overBudget(process.argv[1])))`, web], { encoding: 'utf8' })) as string[];

/** Text that packing leaves at about half of its length. */
const noise = (length: number): string => randomBytes(length / 2).toString('hex');
const ENTRIES = ['console', 'client'] as const;
const MANIFEST = {
  'index.html': { file: 'assets/door-1.js', imports: ['_base.js'], dynamicImports: ['app.ts'] },
  'app.ts': { file: 'assets/app-2.js', css: ['assets/app-2.css'], imports: ['_base.js', '_more.js'], dynamicImports: ['page.tsx', 'words/ja.ts'] },
  'words/ja.ts': { file: 'assets/ja-5.js' },
  '_base.js': { file: 'assets/base-3.js' },
  '_more.js': { file: 'assets/more-6.js', imports: ['_deep.js'] },
  '_deep.js': { file: 'assets/deep-7.js' },
  'page.tsx': { file: 'assets/page-4.js' },
};

describe('the budget of a first visit', () => {
  let web: string;
  const put = (entry: string, name: string, text: string): void => writeFileSync(join(web, entry, name), text);

  beforeEach(() => {
    web = mkdtempSync(join(tmpdir(), 'yagura-budget-'));
    for (const entry of ENTRIES) {
      mkdirSync(join(web, entry, 'assets'), { recursive: true });
      mkdirSync(join(web, entry, '.vite'));
      put(entry, '.vite/manifest.json', JSON.stringify(MANIFEST));
      for (const { file, css = [] } of Object.values<{ file: string; css?: string[] }>(MANIFEST)) for (const name of [file, ...css]) put(entry, name, 'a');
    }
  });
  afterEach(() => rmSync(web, { recursive: true, force: true }));

  it('says nothing of a build that keeps it', () => {
    expect(overBudget(web)).toEqual([]);
  });

  it.each(['door-1', 'base-3', 'app-2', 'deep-7', 'ja-5'])('names the entry whose first scripts are too big because of %s', (name) => {
    put('client', `assets/${name}.js`, `export const a = "${noise(500_000)}";`);
    expect(overBudget(web)).toEqual([expect.stringMatching(/^client: the first scripts are \d{6} bytes packed; the budget is 210000$/)]);
  });

  it('counts a page that comes later by itself, and names its file', () => {
    put('console', 'assets/page-4.js', `export const page = "${noise(260_000)}";`);
    expect(overBudget(web)).toEqual([expect.stringMatching(/^console: page-4\.js is \d{6} bytes packed; the budget of a later chunk is 120000$/)]);
  });

  it('names styles that are too big', () => {
    put('client', 'assets/app-2.css', `/* ${noise(60_000)} */`);
    expect(overBudget(web)).toEqual([expect.stringMatching(/^client: the first styles are \d{5} bytes packed; the budget is 25000$/)]);
  });
});
