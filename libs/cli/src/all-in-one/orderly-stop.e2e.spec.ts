import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issuerOf, signInWithPassword } from '@yagura/auth';
import { freePort } from '@yagura/runtime';
import { dataFolder, eventually, startYagura, type RunningYagura } from '@yagura/testing';
import { QUEUE } from '../api/case-documents';
import { SERVICE_SECRET_FILE } from '../api/service-account';
import { FINDINGS, INGESTION_BALANCE, TENANTS } from '../api/world-documents';
import { invitationFor } from '../demo/invitation-mail';
import { LOGIN_CLIENT } from '../login/loopback';
import { makeCompany, operatorOf, type Company } from '../testing/company';
import { countByMachine } from '../testing/lake-count';
import { NumberedSender } from '../testing/numbered-sender';
import { ProcessTraces } from '../testing/process-traces';

const SETTLED_MS = 60_000;
const PASSWORD = /one-time password (\S+)/;
const CANARY = 'canary-7f3d1c55';

jest.setTimeout(180_000);

describe('an orderly stop', () => {
  const dataDir = dataFolder();
  const acks = mkdtempSync(join(tmpdir(), 'yagura-acks-'));
  const logs: string[] = [];
  let lakePort: number;
  let yagura: RunningYagura;
  let company: Company;
  let sender: NumberedSender;
  let firstPassword: string | undefined;
  let before: unknown;

  const start = async (): Promise<void> => { yagura = await startYagura(['--lake-port', String(lakePort), '--log-level', 'debug'], dataDir); };
  const stopBy = async (signal: NodeJS.Signals): Promise<void> => {
    const traces = new ProcessTraces(yagura.pid, dataDir);
    const ending = await yagura.end(signal);
    logs.push(yagura.log());

    expect({ ...ending, left: traces.left(), log: /did not stop in time/.exec(yagura.log()) }).toEqual({ code: 0, signal: null, left: [], log: null });
    expect(readdirSync(dataDir).filter((name) => /^yagura\.(pid|json)/.test(name))).toEqual([]);
  };
  /** Everything that a user would miss first. */
  const facts = async (): Promise<unknown> => {
    const gateway = operatorOf(yagura);
    const span = { since: new Date(Date.now() - 3_600_000).toISOString(), until: new Date(Date.now() + 60_000).toISOString() };
    const ingestionBalance = await eventually('nothing is in flight', async () => {
      const answer = await gateway.ask(INGESTION_BALANCE, span);
      return answer.ingestionBalance.every(({ inFlight }) => inFlight === '0') && answer.ingestionBalance;
    }, SETTLED_MS);
    const batches = sender.acked().length;
    const cases = await eventually('every finding is in a case', async () => {
      const { cases: { nodes } } = await gateway.ask(QUEUE, { first: 100 });
      return nodes.reduce((sum, { findingCount }) => sum + findingCount, 0) === batches && nodes;
    }, SETTLED_MS);
    const { tenants: { nodes: tenants } } = await gateway.ask(TENANTS, { first: 100 });
    const { findings: { nodes: findings } } = await gateway.ask(FINDINGS, { first: 100 });
    return { tenants, ingestionBalance, cases, findings, machines: (await countByMachine({ dataDir, lakePort }, company.tenantId)).size };
  };
  const post = (path: string, headers: Record<string, string>, body: string): Promise<Response> => fetch(`${yagura.hecUrl}${path}`, { method: 'POST', headers, body });

  beforeAll(async () => {
    lakePort = await freePort();
    await start();
    firstPassword = PASSWORD.exec(yagura.log())?.[1];
    company = await makeCompany(operatorOf(yagura), 'stop-test');
    sender = new NumberedSender(() => yagura.hecUrl, company.token, join(acks, 'acks'));
    sender.start();
    await eventually('the door acknowledges', async () => Promise.resolve(sender.acked().length > 5), SETTLED_MS);
  });
  afterAll(async () => {
    await sender?.stop().catch(() => undefined);
    await yagura?.remove();
    rmSync(acks, { recursive: true, force: true });
  });

  it('is asked for what a log must not hold', async () => {
    const own = { authorization: `Splunk ${company.token}` };
    expect((await post('/services/collector/event', own, JSON.stringify({ event: `${CANARY} raw` }))).status).toBe(200);
    expect((await post('/services/collector/event', own, `{"event": ${CANARY}`)).status).toBe(400);
    expect((await post('/services/collector/event', { authorization: `Splunk ${CANARY}` }, '{}')).status).toBe(403);
    expect((await post(`/services/collector/event?token=${company.token}`, {}, '{"event":1}')).status).toBe(400);
    const asked = await fetch(yagura.graphqlUrl, {
      method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${CANARY}` }, body: JSON.stringify({ query: `{ ${CANARY.replace('-', '_')} }` }),
    });
    expect(asked.status).toBeGreaterThanOrEqual(400);
    await expect(signInWithPassword({
      issuer: issuerOf(yagura.identityUrl, 'yagura-staff'), clientId: LOGIN_CLIENT, username: 'operator@yagura.invalid', password: CANARY, redirectUri: 'http://127.0.0.1/callback',
    })).rejects.toThrow();
  });

  it('by Ctrl-C under load exits 0 and leaves nothing behind', async () => {
    await stopBy('SIGINT');
  });

  it('shows the first password once', async () => {
    expect(firstPassword).toBeDefined();
    await start();
    await sender.stop();
    before = await facts();

    expect(PASSWORD.exec(yagura.log())).toBeNull();
  });

  it('by SIGTERM amid questions exits 0 too, and the next start finds the same data', async () => {
    const gateway = operatorOf(yagura);
    const questions = Array.from({ length: 20 }, () => gateway.ask(FINDINGS, { first: 100 }).catch(() => undefined));
    await stopBy('SIGTERM');
    await Promise.all(questions);
    await start();

    expect(await facts()).toEqual(before);
  });

  it('leaves a log without a password, a token, a key or a word of telemetry', () => {
    const { oneTimePassword } = invitationFor(dataDir, 'viewer@stop-test.invalid') ?? {};
    const keys = readdirSync(join(dataDir, 'keys')).filter((name) => name.endsWith('.key')).map((name) => join('keys', name));
    const files = [...keys, SERVICE_SECRET_FILE, join('identity', 'cookie.secret'), join('lake', 'lake.key')].map((name) => readFileSync(join(dataDir, name), 'utf8').trim());
    const secrets = [firstPassword, oneTimePassword, company.token, company.token.slice(-20), ...files, CANARY, 'svc-backup'];
    // What is shown on purpose is no log: only the lines of the log itself are looked at.
    const lines = [...logs, yagura.log()].join('').split('\n').filter((line) => line.startsWith('{'));

    expect(lines.length).toBeGreaterThan(0);
    expect(secrets.filter((secret) => secret === undefined || secret.length < 8)).toEqual([]);
    expect(lines.filter((line) => secrets.some((secret) => secret !== undefined && line.includes(secret)) || /eyJ[\w-]{16}/.test(line))).toEqual([]);
  });

  it('leaves secrets to their owner alone', () => {
    const modes = readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).filter((name) => !/^(postgres|lake[/]engine|files)(\/|$)/.test(name))
      .map((name) => ({ name, mode: statSync(join(dataDir, name)).mode & 0o077 }));

    expect(modes.length).toBeGreaterThan(10);
    expect(modes.filter(({ mode }) => mode !== 0)).toEqual([]);
    expect(['postgres', 'keys', 'identity', 'lake', 'outbox'].map((name) => statSync(join(dataDir, name)).mode & 0o777)).toEqual(Array(5).fill(0o700));
  });
});
