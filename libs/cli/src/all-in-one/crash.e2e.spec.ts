import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort, isAliveAs, processTree } from '@yagura/runtime';
import { beginYagura, dataFolder, eventually, startYagura, type RunningYagura } from '@yagura/testing';
import { QUEUE } from '../api/case-documents';
import { FINDINGS, INGESTION_BALANCE } from '../api/world-documents';
import { makeCompany, operatorOf, type Company } from '../testing/company';
import { countByMachine } from '../testing/lake-count';
import { EVENTS_PER_BATCH, hostOf, NumberedSender } from '../testing/numbered-sender';
import { ProcessTraces } from '../testing/process-traces';

/** Hang guards of a machine that may be busy, not promises. */
const GONE_MS = 30_000;
const SETTLED_MS = 60_000;

jest.setTimeout(240_000);

describe('an installation that is killed', () => {
  const dataDir = dataFolder();
  const acks = mkdtempSync(join(tmpdir(), 'yagura-acks-'));
  let lakePort: number;
  let yagura: RunningYagura;
  let company: Company;
  let sender: NumberedSender;

  const start = async (): Promise<void> => { yagura = await startYagura(['--lake-port', String(lakePort)], dataDir); };
  /** SIGKILL, nobody of the installation left, and up again on the same folder. */
  const crash = async (): Promise<void> => {
    const traces = new ProcessTraces(yagura.pid, dataDir);
    expect(traces.count).toBeGreaterThan(3);
    await yagura.kill();
    await eventually('the killed installation is gone', async () => Promise.resolve(traces.left().length === 0), GONE_MS);
    await start();
  };
  const ackedMore = async (batches: number): Promise<void> => {
    const before = sender.acked().length;
    await eventually('the door acknowledges again', async () => Promise.resolve(sender.acked().length >= before + batches), SETTLED_MS);
  };

  beforeAll(async () => { lakePort = await freePort(); });
  afterAll(async () => {
    await sender?.stop().catch(() => undefined);
    await yagura?.remove();
    rmSync(acks, { recursive: true, force: true });
  });

  it('starts on what a first start left that was killed while it made the database', async () => {
    const first = beginYagura([], dataDir);
    await eventually('the database is half made', async () => Promise.resolve(readdirSync(dataDir).some((name) => name.startsWith('postgres.half-'))), GONE_MS);
    await first.end('SIGKILL');
    await start();

    company = await makeCompany(operatorOf(yagura), 'crash-test');
    expect(readdirSync(dataDir).filter((name) => name.includes('half'))).toEqual([]);
  });

  it('comes up again, whenever it is killed: at rest, under load, right after its start, and during it', async () => {
    await crash();
    sender = new NumberedSender(() => yagura.hecUrl, company.token, join(acks, 'acks'));
    sender.start();
    for (let kills = 0; kills < 4; kills += 1) {
      await ackedMore(1);
      await pause(Math.random() * 1_500);
      await crash();
    }
    await crash();
    await yagura.kill();
    const half = beginYagura(['--lake-port', String(lakePort)], dataDir);
    await pause(300 + Math.random() * 1_500);
    await half.end('SIGKILL');
    await start();
    await ackedMore(1);
  });

  it('starts the lake again when only that was killed', async () => {
    const [lake] = childrenNaming('lake-front');
    process.kill(lake, 'SIGKILL');

    await ackedMore(2);
    expect(await eventually('another lake runs', async () => Promise.resolve(childrenNaming('lake-front').find((pid) => pid !== lake)), SETTLED_MS)).toBeGreaterThan(0);
  });

  it('starts the database again when only that was killed', async () => {
    const [postmaster] = childrenNaming('bin/postgres');
    process.kill(postmaster, 'SIGKILL');

    expect(await eventually('another database runs', async () => Promise.resolve(childrenNaming('bin/postgres').find((pid) => pid !== postmaster)), SETTLED_MS)).toBeGreaterThan(0);
    await ackedMore(2);
    await eventually('the API answers again', () => operatorOf(yagura).ask(QUEUE, { first: 1 }).then(() => true, () => false), SETTLED_MS);
  });

  it('has stored every acknowledged event exactly once, and made each finding once', async () => {
    await sender.stop();
    const acked = sender.acked();
    const gateway = operatorOf(yagura);
    const span = { since: new Date(Date.now() - 3_600_000).toISOString(), until: new Date(Date.now() + 60_000).toISOString(), tenantId: company.tenantId };
    const [source] = await eventually('nothing is in flight', async () => {
      const { ingestionBalance } = await gateway.ask(INGESTION_BALANCE, span);
      return ingestionBalance.every(({ inFlight }) => inFlight === '0') && ingestionBalance;
    }, SETTLED_MS);

    const machines = await countByMachine({ dataDir, lakePort }, company.tenantId);
    expect(new Set(acked).size).toBe(acked.length);
    expect(acked.filter((batch) => machines.get(hostOf(batch))?.records !== EVENTS_PER_BATCH)).toEqual([]);
    expect([...machines.values()].filter(({ rows, records, batches }) => rows !== records || batches !== 1)).toEqual([]);
    expect(machines.size).toBe(acked.length);
    expect(source).toMatchObject({ stored: String(acked.length * EVENTS_PER_BATCH), quarantined: '0' });

    const findings = await eventually('every finding is there', async () => {
      const found = await batchesOfFindings();
      return found.length >= acked.length && found;
    }, SETTLED_MS);
    expect(findings).toHaveLength(acked.length);
    expect(new Set(findings).size).toBe(acked.length);
    expect(await findingsInCases()).toBe(acked.length);
  });

  const childrenNaming = (mark: string): number[] => processTree(yagura.pid).filter((pid) => pid !== yagura.pid && isAliveAs(pid, mark));

  const batchesOfFindings = async (): Promise<string[]> =>
    (await allOf(async (after) => (await operatorOf(yagura).ask(FINDINGS, { first: 100, tenantId: company.tenantId, after })).findings)).map(({ batchId }) => batchId);

  /** Over all pages of the queue: a fast machine makes more cases than one page has. */
  const findingsInCases = async (): Promise<number> =>
    (await allOf(async (after) => (await operatorOf(yagura).ask(QUEUE, { first: 100, after })).cases)).reduce((sum, { findingCount }) => sum + findingCount, 0);
});

interface OnePage<Node> { readonly nodes: readonly Node[]; readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean } }

async function allOf<Node>(page: (after: string | null) => Promise<OnePage<Node>>): Promise<Node[]> {
  const all: Node[] = [];
  for (let after: string | null = null; ;) {
    const { nodes, pageInfo }: OnePage<Node> = await page(after);
    all.push(...nodes);
    if (!pageInfo.hasNextPage) return all;
    after = pageInfo.endCursor;
  }
}
