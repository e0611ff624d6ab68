import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scratchCopy } from './scratch-copy.cjs';

/*
 * What the generators write is built, linted and run as its engineer would do it, in a copy of this repository with a database of its own.
 * A change of any list of services, of the catalogue or of a lint rule that the generators do not follow fails here.
 */
const ROOT = join(__dirname, '..', '..', '..');
const GENERATED = ['services/rotas', 'libs/contracts/src/api/on-call-shift.api.ts', 'libs/contracts/src/events', 'libs/contracts/src/index.ts'];
const GENERATIONS = [
  ['service', 'rotas', '--about=Who is on call, and when.', '--ports=egress,files,installation-key', '--owner=@yagura/casework', '--lost=nobody is on call'],
  ['feature', 'on-call-shift', '--service=rotas', '--about=One span in which one person is on call.', '--permission=case'],
  ['event', 'shift.handed_over', '--service=rotas', '--about=A shift passed from one person to another.'],
  ['table', 'swap-wish', '--service=rotas', '--about=Somebody wants to give a shift away.', '--columns=on_call_shift_id:uuid,wanted_at:timestamptz,note:text?'],
];

interface Run { readonly code: number; readonly output: string }

describe('what the generators write', () => {
  const copy = join(mkdtempSync(join(tmpdir(), 'yagura-generated-')), 'copy');
  const generations: Run[] = [];
  let ran: Promise<Run>;

  /** Runs a command in the copy. The servers of this Jest are not those of the copy's. */
  const run = (command: string, ...args: string[]): Promise<Run> => new Promise((resolve) => {
    const { YAGURA_TEST_POSTGRES: _shared, ...env } = process.env;
    execFile(process.execPath, [join(copy, command), ...args], { cwd: copy, env: { ...env, NX_DAEMON: 'false', NO_COLOR: '1', CI: 'true' }, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: `${stdout}${stderr}` }));
  });
  const generate = (args: readonly string[]): Promise<Run> => run('node_modules/nx/dist/bin/nx.js', 'g', `@yagura/workspace:${args[0]}`, ...args.slice(1));
  const tsc = (...args: string[]): Promise<Run> => run('node_modules/typescript/bin/tsc', ...args);
  /** Every path of the copy outside of what is built. */
  const files = (): string[] => ['libs', 'services', 'prisma', 'deploy'].flatMap((group) => readdirSync(join(copy, group), { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.includes('node_modules') && !path.includes('dist/')).map((path) => `${group}/${path}`)).sort();

  beforeAll(async () => {
    scratchCopy(ROOT, copy);
    for (const args of GENERATIONS) generations.push(await generate(args));
    // The copy's database is prepared by compiled code, which has to know the new role; types of the new contract are read from there too.
    const built = await tsc('-b', 'libs/contracts', 'libs/db', 'libs/config');
    ran = built.code !== 0 ? Promise.resolve(built) : run('node_modules/jest/bin/jest.js', 'services/rotas', 'libs/contracts/src/events/golden', 'prisma/rls/catalogue', '--runInBand', '--json',
      '-t', 'rotas|on call shifts|shift.handed_over|has no fault after the migrations');
  });
  afterAll(() => rmSync(join(copy, '..'), { recursive: true, force: true }));

  it('is written by one command each', () => {
    expect(generations.map(({ code, output }) => (code === 0 ? 'written' : output))).toEqual(GENERATIONS.map(() => 'written'));
    expect(files().filter((path) => /\.(ts|sql|json|md)$/.test(path) && !existsSync(join(ROOT, path))).map((path) => path.replace(/\d{14}/, '<number>'))).toEqual([
      'libs/contracts/golden/yagura.shift.handed_over.v1/sample.json', 'libs/contracts/src/api/on-call-shift.api.ts', 'libs/contracts/src/events/shift/shift-handed-over.v1.ts',
      ...['rotas', 'rotas_on_call_shift', 'rotas_swap_wish'].map((name) => `prisma/migrations/<number>_${name}/migration.sql`),
      ...['README.md', 'package.json', 'src/app.module.int.spec.ts', 'src/app.module.ts', 'src/index.ts', 'src/on-call-shift/on-call-shift.controller.ts', 'src/on-call-shift/on-call-shift.mapping.ts',
        'src/on-call-shift/on-call-shift.repository.ts', 'src/on-call-shift/on-call-shift.service.int.spec.ts', 'src/on-call-shift/on-call-shift.service.ts', 'src/on-call-shift/on-call-shift.ts',
        'src/ports.ts', 'src/tenant/tenant-scope.ts', 'tsconfig.json'].map((path) => `services/rotas/${path}`),
    ]);
  });

  it('compiles, with its specs and with every list that names a service', async () => {
    const config = {
      extends: './tsconfig.base.json',
      // Others are read as they were compiled; the new project is not, so its sources stand for it.
      compilerOptions: { customConditions: [], noEmit: true, composite: false, incremental: false, declaration: false, types: ['node', 'jest'], paths: { '@yagura/rotas': ['./services/rotas/src/index.ts'] } },
      include: ['services/rotas/src', 'libs/contracts/src/events/**/*.v*.ts', 'libs/cli/src/service/service-plans.ts', 'libs/cli/src/command/demo.ts', 'libs/cli/src/process/parts.ts', 'libs/*/src/**/*.d.ts'],
    };
    writeFileSync(join(copy, 'tsconfig.generated.json'), JSON.stringify(config));

    expect(await tsc('-p', 'tsconfig.generated.json')).toEqual({ code: 0, output: '' });
  });

  it('keeps every rule of the linter and every boundary', async () => {
    const config = JSON.parse(readFileSync(join(copy, 'tsconfig.spec.json'), 'utf8')) as Record<string, unknown>;
    writeFileSync(join(copy, 'tsconfig.spec.json'), JSON.stringify({ ...config, include: ['services/rotas/**/*.ts', 'libs/contracts/src/**/*.ts'] }));

    expect(await run('node_modules/eslint/bin/eslint.js', '--max-warnings', '0', ...GENERATED)).toEqual({ code: 0, output: '' });
    expect(await run('node_modules/dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.cjs', 'services/rotas')).toMatchObject({ code: 0 });
  });

  it('agrees with the compiler’s references and with the lock', async () => {
    expect(await run('libs/workspace/bin/sync-references.mjs', '--check')).toEqual({ code: 0, output: '' });
    expect(await run('libs/workspace/bin/complete-lock.mjs', '--check')).toMatchObject({ code: 0 });
  });

  it('runs: the service comes up, two companies stay apart, and the catalogue finds no fault in the new tables', async () => {
    const { output } = await ran;

    // Progress is written beside the report, which is the last line that is JSON.
    const report = output.split('\n').findLast((line) => line.startsWith('{"num'));
    expect(report ?? output).toMatch(/^\{"num/);
    const { testResults } = JSON.parse(report ?? '{}') as { testResults: { assertionResults: { title: string; status: string; failureMessages: string[] }[] }[] };
    const results = testResults.flatMap(({ assertionResults }) => assertionResults).filter(({ status }) => status !== 'pending');
    expect(results.flatMap(({ failureMessages }) => failureMessages)).toEqual([]);
    expect(results.map(({ title }) => title).sort()).toEqual([
      'are listed newest first, page by page, without a gap or a repetition', 'are never shown to the other one, and nobody writes where nothing was granted',
      'comes up on a database of its own role and goes down again', 'has no fault after the migrations, for any role that asks', 'leave a note of who added and who opened one',
      'yagura.shift.handed_over.v1 belongs to one service, one topic and one tenant', 'yagura.shift.handed_over.v1/sample.json still parses, keeps every field and has a key',
    ]);
  });

  it('is nothing at all when a name is taken', async () => {
    const before = files();
    const lock = readFileSync(join(copy, 'package-lock.json'), 'utf8');

    const refused = await generate(['feature', 'on-call-shift', '--service=rotas', '--about=One more.', '--permission=case']);

    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain('services/rotas/src/on-call-shift exists.');
    expect(files()).toEqual(before);
    expect(readFileSync(join(copy, 'package-lock.json'), 'utf8')).toBe(lock);
    expect(existsSync(join(copy, 'node_modules/@yagura/rotas/package.json'))).toBe(true);
  });
});
