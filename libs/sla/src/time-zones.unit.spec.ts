import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';

const workspaceConfig = jest.requireActual<Record<string, unknown>>('../../../jest.config.cjs');

const { globalSetup: _setup, globalTeardown: _teardown, ...config } = workspaceConfig;
const RUNNER = join(dirname(require.resolve('jest/package.json')), 'bin', 'jest.js');

// The zone of a process is fixed when it starts, so each zone is a run of its own of every other spec of the calendar arithmetic.
test.each(['Asia/Kathmandu', 'America/St_Johns', 'Pacific/Kiritimati'])('vectors and properties hold on a server in %s', (TZ) => {
  const run = spawnSync(process.execPath, [
    RUNNER, '--config', JSON.stringify(config), '--runInBand', '--silent',
    'libs/sla/src/vectors', 'libs/sla/src/brute-force',
  ], { env: { ...process.env, TZ }, encoding: 'utf8' });

  expect(run.stderr).toContain('passed');
  expect(run.stderr).not.toContain('failed');
  expect(run.status).toBe(0);
});
