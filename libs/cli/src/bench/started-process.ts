import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError, Unavailable } from '@yagura/kernel';
import { processTree, pssMb } from '@yagura/runtime';
import { readRunning, type RunningFacts } from '../all-in-one/running-file';
import { ME } from '../api/me-document';
import { serviceGateway } from '../api/service-account';
import { FREE_PORTS } from '@yagura/config';

const BIN = join(__dirname, '..', '..', 'bin', 'yagura.js');
const LOOK_EVERY_MS = 20;
const READY_WITHIN_MS = 120_000;
/** The heap's first clean-up comes within seconds of the start. */
const SETTLE_MS = 5_000;

/**
 * Starts `yagura up` as a user does and waits until the door is healthy and a signed-in question is answered; then stops it. Milliseconds
 * count from the start of the process; memory is the sum of PSS over its tree, five seconds later.
 */
export async function timedStart(dataDir: string): Promise<{ readonly readyMs: number; readonly pssMb: number }> {
  const ports = Object.entries(FREE_PORTS).flatMap(([flag, port]) => [`--${flag}`, port]);
  const began = performance.now();
  const child = spawn(process.execPath, [...process.execArgv, BIN, 'up', '--data', dataDir, ...ports], { stdio: ['ignore', 'ignore', 'ignore'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    await answers(dataDir, child);
    const readyMs = Math.round(performance.now() - began);
    await pause(SETTLE_MS);
    return { readyMs, pssMb: Math.round(pssMb(processTree(child.pid ?? 0))) };
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

async function answers(dataDir: string, child: ChildProcess): Promise<void> {
  for (const until = performance.now() + READY_WITHIN_MS; performance.now() < until;) {
    if (child.exitCode !== null) throw new Unavailable('Yagura ended while starting; type "yagura doctor".', { slug: 'bench.start_failed' });
    const running = readRunning(dataDir);
    if (running !== undefined && running.pid === child.pid && await isReady(dataDir, running)) return;
    await pause(LOOK_EVERY_MS);
  }
  throw new Unavailable('Yagura did not become ready in time; type "yagura doctor".', { slug: 'bench.start_failed' });
}

async function isReady(dataDir: string, running: RunningFacts): Promise<boolean> {
  const door = await fetch(`${running.hecUrl}/services/collector/health`).then(({ status }) => status === 200, () => false);
  if (!door) return false;
  try {
    await serviceGateway(dataDir, running).ask(ME);
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}
