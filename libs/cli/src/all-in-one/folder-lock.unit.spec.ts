import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOf } from '@yagura/runtime';
import { takeLock } from './folder-lock';

describe('the lock of a data folder', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yagura-lock-'));
    file = join(folder, 'yagura.pid');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is held by one at a time and given back', () => {
    const release = takeLock(file, 'x');
    expect(() => takeLock(file, 'x')).toThrow(expect.objectContaining({ slug: 'data.in_use' }));
    release();

    takeLock(file, 'x')();
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['a process that is gone', () => '999999999 1'], ['a process whose number now another program has', () => `${process.pid} 1`],
    ['nobody', () => ''], ['something unreadable', () => 'what is this'],
  ])('of %s is taken over', (_, content) => {
    writeFileSync(file, content());
    takeLock(file, 'x');

    expect(readFileSync(file, 'utf8')).toBe(`${process.pid} ${startOf(process.pid)}\n`);
    expect(readdirSync(folder)).toEqual(['yagura.pid']);
  });

  it('of another living process is respected, and a release of ours leaves it alone', () => {
    const other = spawn('/bin/sleep', ['60']);
    const pid = other.pid ?? 0;
    const release = takeLock(file, 'x');
    writeFileSync(file, `${pid} ${startOf(pid)}\n`);
    try {
      expect(() => takeLock(file, 'x')).toThrow(`process ${pid}`);
      release();
      expect(readFileSync(file, 'utf8')).toContain(String(pid));
    } finally {
      other.kill('SIGKILL');
    }
  });
});
