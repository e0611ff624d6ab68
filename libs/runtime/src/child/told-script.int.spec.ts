import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ToldScript } from './told-script';

/** As those of deploy/native: ready, then an answer to each line, until its input ends or it is told to break. */
const SCRIPT = `
  import { createInterface } from 'node:readline';
  const say = (told) => process.stdout.write(JSON.stringify(told) + '\\n');
  say({ url: process.argv[2] });
  createInterface({ input: process.stdin }).on('line', (line) => {
    if (line === 'break') process.exit(3);
    say(line === 'kill' ? { done: line } : { error: 'unknown' });
  }).on('close', () => process.exit(0));
`;

describe('a script that starts a server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yagura-told-'));
  const path = join(folder, 'start.mjs');
  const started: ToldScript[] = [];
  const start = (): ToldScript => {
    const script = new ToldScript('server', path, ['http://127.0.0.1:1']);
    started.push(script);
    return script;
  };
  beforeAll(() => writeFileSync(path, SCRIPT));
  afterAll(async () => {
    for (const script of started) await script.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('says when it is ready, does what it is told and refuses the rest', async () => {
    const script = start();

    expect(await script.ready()).toEqual({ url: 'http://127.0.0.1:1' });
    expect(await script.order('kill')).toEqual({ done: 'kill' });
    await expect(script.order('dance')).rejects.toMatchObject({ kind: 'Unavailable', slug: 'script.refused' });
  });

  it('that ended lets nobody wait, neither who asked before nor who asks after', async () => {
    const script = start();
    await script.ready();

    await expect(script.order('break')).rejects.toMatchObject({ kind: 'Unavailable', slug: 'script.ended' });
    await expect(script.order('kill')).rejects.toMatchObject({ kind: 'Unavailable', slug: 'script.ended' });
    await script.stop();
  });
});
