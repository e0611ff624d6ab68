import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runYagura } from '@yagura/testing';

jest.setTimeout(120_000);

describe('the demo without one of its services', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yagura-without-'));
  beforeAll(() => chmodSync(folder, 0o755));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([['tenants', 'no client company can be brought in'], ['ingestion', 'no log line is taken']])('fails without %s and says so: %s', async (name, consequence) => {
    const { code, out, err } = await runYagura(['demo', '--once', '--data', join(folder, name), '--without', name, '--json']);

    expect(code).toBe(1);
    expect(out).not.toContain('"ok":true');
    expect(err).toContain(`The service ${name} is missing, so ${consequence}.`);
  });

  it('does not know a service of another name', async () => {
    expect(await runYagura(['demo', '--once', '--data', join(folder, 'x'), '--without', 'nothing'])).toMatchObject({ code: 2, err: expect.stringMatching(/^--without takes one of tenants, .+\.\n$/) });
  });
});
