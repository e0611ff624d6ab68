import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installationKeys } from './installation-keys';

describe('the keys of an installation', () => {
  let folder: string;
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'yagura-keys-')); });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are made on the first start and are the same on every later one', () => {
    const first = installationKeys(folder);
    const later = installationKeys(folder);

    expect(first.of('context')).toHaveLength(32);
    expect(later.of('context').equals(first.of('context'))).toBe(true);
    expect(later.passwordOf('svc_cases')).toBe(first.passwordOf('svc_cases'));
  });

  it('differ from each other, from use to use and from one installation to the next', () => {
    const keys = installationKeys(folder);
    const other = installationKeys(join(folder, 'other'));
    const all = [keys.of('context'), keys.of('assertion'), keys.of('source-pepper'), other.of('context')].map((key) => key.toString('hex'));

    expect(new Set(all).size).toBe(all.length);
    expect(new Set([keys.passwordOf('a'), keys.passwordOf('b'), other.passwordOf('a')]).size).toBe(3);
  });

  it('are readable by nobody else, and leave no half-written file behind', () => {
    const { folder: place } = installationKeys(folder);

    expect(statSync(place).mode & 0o777).toBe(0o700);
    for (const file of readdirSync(place)) expect([file, statSync(join(place, file)).mode & 0o777]).toEqual([expect.stringMatching(/^(made|[a-z-]+\.key)$/), 0o600]);
  });

  it('are never made anew over a broken file: that would lock every tenant’s data away', () => {
    const { folder: place } = installationKeys(folder);
    writeFileSync(join(place, 'installation.key'), 'half a key');

    expect(() => installationKeys(folder)).toThrow(expect.objectContaining({ slug: 'keys.damaged' }));
  });

  it('are missed when one of them is gone', () => {
    const { folder: place } = installationKeys(folder);
    rmSync(join(place, 'installation.key'));

    expect(() => installationKeys(folder)).toThrow(expect.objectContaining({ slug: 'keys.missing' }));
    expect(readdirSync(place)).not.toContain('installation.key');
  });
});
