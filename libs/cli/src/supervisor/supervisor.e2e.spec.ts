import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROCESS_NAMES } from '@yagura/config';
import { eventually, runYagura, SupervisedYagura, type Ending } from '@yagura/testing';
import { QUEUE } from '../api/case-documents';
import type { GatewayClient } from '../api/gateway-client';
import { makeCompany, operatorOf, type Company } from '../testing/company';
import { NumberedSender } from '../testing/numbered-sender';

const SETTLED_MS = 120_000;
/** Readers look every second; a machine with much else to do is given more, and the test waits for it once. */
const SILENCE_SEC = 8;

jest.setTimeout(400_000);

describe('an installation that one command keeps, each part in a process of its own', () => {
  const yagura = new SupervisedYagura(['--reader-silence-sec', String(SILENCE_SEC)]);
  const acks = mkdtempSync(join(tmpdir(), 'yagura-acks-'));
  let company: Company;
  let sender: NumberedSender;
  let ending: Ending | undefined;

  beforeAll(() => yagura.ready());
  afterAll(async () => {
    await sender?.abandon().catch(() => undefined);
    if (ending === undefined) await yagura.end('SIGTERM');
    yagura.remove();
    rmSync(acks, { recursive: true, force: true });
  });

  const gateway = (): GatewayClient => operatorOf(yagura.place);
  const another = (part: 'cases' | 'gateway', former: number): Promise<number> => eventually(`another process of ${part}`, () => {
    const now = yagura.pidOf(part);
    return Promise.resolve(now !== former && now);
  }, SETTLED_MS);
  const pidOf = (part: 'cases' | 'gateway'): number => {
    const pid = yagura.pidOf(part);
    if (pid === undefined) throw new Error(`no process of ${part} runs`);
    return pid;
  };

  it('runs every part, and is found by the other commands in its folder', async () => {
    const names = ['--slug', 'watched-well', '--name', 'Watched', '--plan', 'mdr_standard', '--contact-name', 'Contact', '--contact-email', 'contact@watched-well.invalid'];
    const made = await runYagura(['tenant', 'create', '--data', yagura.dataDir, '--no-wait', '--json', ...names]);

    expect(PROCESS_NAMES.filter((part) => yagura.pidOf(part) === undefined)).toEqual([]);
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(made.out)).toMatchObject({ slug: 'watched-well' });
  });

  it('starts another when a service is killed, and the API answers again under the same address', async () => {
    const former = pidOf('gateway');
    process.kill(former, 'SIGKILL');
    await another('gateway', former);
    company = await eventually('the API answers', () => makeCompany(gateway(), 'watched-apart').catch(() => undefined), SETTLED_MS);

    expect(yagura.log).toMatch(/"part":"gateway","ending":\{"code":null,"signal":"SIGKILL"\}.*"a part ended and is started again"/);
  });

  it('ends a process whose reader hangs, starts another, and no finding is without its case', async () => {
    sender = new NumberedSender(() => yagura.place.hecUrl, company.token, join(acks, 'acks'), { pauseMs: 2_000 });
    sender.start();
    const former = pidOf('cases');
    const stopped = new Set<number>();
    try {
      await eventually('the process notices that its reader is dead', () => {
        // A connection whose other side stands still: it is open, and whoever asks it waits for ever.
        for (const pid of SupervisedYagura.alive([former]).length === 0 ? [] : yagura.backendsOf('svc_cases').filter((each) => !stopped.has(each))) {
          process.kill(pid, 'SIGSTOP');
          stopped.add(pid);
        }
        return Promise.resolve(yagura.log.includes('The reader cases of cases gives no sign of life'));
      }, SETTLED_MS);
    } finally {
      for (const pid of stopped) process.kill(pid, 'SIGCONT');
    }
    await another('cases', former);
    await sender.stop();
    const batches = sender.acked().length;
    const findings = await eventually('every finding is in a case', async () => {
      const answer = await gateway().ask(QUEUE, { first: 100 }).catch(() => undefined);
      const sum = answer?.cases.nodes.reduce((total, { findingCount }) => total + findingCount, 0) ?? 0;
      return sum >= batches && sum;
    }, SETTLED_MS);

    expect(yagura.log).toMatch(/"part":"cases","ending":\{"code":1,"signal":null\}.*"a part ended and is started again"/);
    expect(findings).toBe(batches);
  });

  it('leaves nobody behind when it stops in order', async () => {
    const pids = yagura.pids;
    ending = await yagura.end('SIGTERM');

    expect(ending).toEqual({ code: 0, signal: null });
    expect(SupervisedYagura.alive(pids)).toEqual([]);
  });
});

describe('a supervisor that is killed itself', () => {
  const yagura = new SupervisedYagura();
  let ending: Ending | undefined;

  afterAll(async () => {
    if (ending === undefined) await yagura.end('SIGKILL');
    yagura.remove();
  });

  it('takes all that it started along', async () => {
    await yagura.said('a store is ready', (text) => text.includes('lake  ') && text.includes('database  '));
    const pids = yagura.pids;
    ending = await yagura.end('SIGKILL');

    expect(pids.length).toBeGreaterThan(2);
    await eventually('nobody is left', () => Promise.resolve(SupervisedYagura.alive(pids).length === 0));
  });
});
