import { gzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asId, deterministicId, forSystem, newId, type SourceId, type TenantId } from '@yagura/kernel';
import { createLakeClient, LakeReader, LakeWriter, migrateLake, startLakeChild, type LakeChild } from '@yagura/lake';
import { PostgresTelemetryLogReader, PostgresTelemetryLogWriter } from '@yagura/messaging';
import { createLog } from '@yagura/runtime';
import { eventually, testDatabase, type TestDatabase } from '@yagura/testing';
import { RuleService } from '../rule/rule.service';
import { OutcomeService } from './outcome.service';
import { Pipeline } from './pipeline.worker';

const ENCODED_POWERSHELL = {
  EventID: 1, Channel: 'Microsoft-Windows-Sysmon/Operational', SourceName: 'Microsoft-Windows-Sysmon', Hostname: 'FIN-WS-07', UtcTime: '2026-11-20 03:04:05.006',
  Image: 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe', User: 'ACME\\tanaka', ParentImage: 'C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE',
  CommandLine: 'powershell.exe -NoProfile -WindowStyle Hidden -EncodedCommand SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQAKQA=',
};

describe('the telemetry pipeline, from the log to the lake and the outbox', () => {
  let database: TestDatabase;
  let folder: string;
  let child: LakeChild;
  let client: ReturnType<typeof createLakeClient>;
  let pipeline: Pipeline;
  let rules: RuleService;
  const a = { tenant: newId<'tenant'>(), source: newId<'source'>() };
  const b = { tenant: newId<'tenant'>(), source: newId<'source'>() };

  beforeAll(async () => {
    database = await testDatabase();
    folder = mkdtempSync(join(tmpdir(), 'yagura-pipeline-'));
    child = await startLakeChild({ data: folder });
    client = createLakeClient({ url: child.url, password: child.password });
    await migrateLake(client);
    const db = database.tenantDb('svc_detection');
    rules = new RuleService(db);
    pipeline = new Pipeline(new PostgresTelemetryLogReader(database.systemDb('lane_log_reader')), new LakeWriter(client), { workers: 1, replayHours: 24 },
      new OutcomeService(db), rules, createLog('fatal'));
    await pipeline.start();
  });

  afterAll(async () => {
    await pipeline.stop();
    await client.close();
    await child.stop();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const send = (who: { tenant: TenantId; source: SourceId }, events: readonly unknown[], key = newId()): Promise<void> =>
    append(who, { door: 'hec.event', text: events.map((event) => JSON.stringify({ event })).join('\n'), count: events.length }, key);

  async function append(who: { tenant: TenantId; source: SourceId }, { door, text, count }: { door: string; text: string; count: number }, key = newId()): Promise<void> {
    const raw = Buffer.from(text);
    const writer = new PostgresTelemetryLogWriter(database.tenantDb('svc_ingestion'));
    await writer.append(forSystem(who.tenant, 'ingestion'), {
      tenantId: who.tenant, sourceId: who.source, batchId: deterministicId<'batch'>(who.tenant, key), body: gzipSync(raw),
      headers: {
        door, encoding: 'gzip', sourceNumber: 1, parser: null, timeZone: 'UTC', count, wireBytes: 1, rawBytes: raw.length,
        sha256: createHash('sha256').update(raw).digest('hex'), batchKey: key, receivedAt: Date.now(),
      },
    });
  }

  const outbox = (tenant: TenantId, type: string) => database.systemDb('lane_relay')
    .sql<{ data: Record<string, unknown> }>("select envelope->'data' as data from lane.outbox where tenant_id = $1 and type = $2 order by written", [tenant, type]);
  const processed = (tenant: TenantId) => outbox(tenant, 'yagura.telemetry.batch_processed.v1');
  const findings = (tenant: TenantId) => outbox(tenant, 'yagura.finding.created.v1');
  const stored = async (tenant: TenantId): Promise<number> => (await new LakeReader(client).stats(forSystem(tenant, 'test'))).reduce((sum, { rows }) => sum + rows, 0);

  it('stores every record, tells the outcome, and turns a match into a finding of that tenant alone', async () => {
    await send(a, [ENCODED_POWERSHELL, { message: 'a quiet line' }]);
    await send(b, [{ message: 'another company' }]);

    await eventually('both outcomes', async () => (await processed(a.tenant)).length === 1 && (await processed(b.tenant)).length === 1);
    expect(await stored(a.tenant)).toBe(2);
    expect(await stored(b.tenant)).toBe(1);
    expect((await processed(a.tenant))[0].data).toMatchObject({ stored: 2, quarantined: 0, duplicates: 0, duplicate: false });
    expect((await findings(a.tenant)).map(({ data }) => data['groupKey'])).toContain('host:fin-ws-07');
    expect(await findings(b.tenant)).toEqual([]);
  });

  it('makes the same of a bulk body: its documents stored or quarantined as the door counted them, a match a finding, what the door refused nowhere', async () => {
    const [c, d] = [{ tenant: newId<'tenant'>(), source: newId<'source'>() }, { tenant: newId<'tenant'>(), source: newId<'source'>() }];
    const text = [
      '{"create":{"_index":"winlogbeat"}}', JSON.stringify(ENCODED_POWERSHELL), '{"update":{"_id":"1"}}', JSON.stringify({ doc: ENCODED_POWERSHELL }),
      `{"index":{"_index":"${d.tenant}"}}`, '{"message":"a quiet line"}', '{"index":{}}', 'no json', '{"delete":{"_id":"1"}}', '',
    ].join('\n');
    const [door, count] = ['bulk', 3];

    await append(c, { door, text, count });
    await append(c, { door, text: '{"message":"cannot be split"}', count: 1 });

    const outcomes = await eventually('both outcomes', async () => {
      const all = await processed(c.tenant);
      return all.length === 2 && all.map(({ data }) => data);
    });
    expect(outcomes.map(({ stored: kept, quarantined, duplicates }) => [kept, quarantined, duplicates])).toEqual([[2, 1, 0], [0, 1, 0]]);
    expect(outcomes[0]['rawBytes']).toBe(text.length - 'no json'.length - JSON.stringify({ doc: ENCODED_POWERSHELL }).length);
    expect((await findings(c.tenant)).map(({ data }) => data['groupKey'])).toContain('host:fin-ws-07');
    expect([await stored(c.tenant), await stored(d.tenant)]).toEqual([2, 0]);
  });

  it('counts a client’s retry as duplicates and stores nothing twice', async () => {
    const before = await stored(b.tenant);
    const key = newId();
    await send(b, [{ message: 'sent twice' }], key);
    await send(b, [{ message: 'sent twice' }], key);

    const outcomes = await eventually('three outcomes', async () => {
      const all = await processed(b.tenant);
      return all.length === 3 && all;
    });
    expect(outcomes.map(({ data }) => data['duplicates'])).toEqual([0, 0, 1]);
    expect(await stored(b.tenant)).toBe(before + 1);
  });

  it('repeats a group whose position never moved without a second row, finding or outcome', async () => {
    const counts = async (): Promise<readonly number[]> => [await stored(a.tenant), (await processed(a.tenant)).length, (await findings(a.tenant)).length];
    const before = await counts();
    await pipeline.stop();
    await database.systemDb('yagura_owner').sql('select 1');
    await database.systemDb('lane_log_reader').sql('update lane.telemetry_position set position = 0');

    const db = database.tenantDb('svc_detection');
    const again = new Pipeline(new PostgresTelemetryLogReader(database.systemDb('lane_log_reader')), new LakeWriter(client), { workers: 1, replayHours: 24 },
      new OutcomeService(db), new RuleService(db), createLog('fatal'));
    await again.start();
    await send(a, [{ message: 'behind the repeated ones' }]);
    await eventually('the new batch', async () => (await processed(a.tenant)).length === before[1] + 1);
    await again.stop();

    expect(await counts()).toEqual([before[0] + 1, before[1] + 1, before[2]]);
  });

  it('sends a group again under its token when the outcome could not be written, and the lake keeps one copy', async () => {
    const db = database.tenantDb('svc_detection');
    const outcomes = new OutcomeService(db);
    const settle = outcomes.settle.bind(outcomes);
    let failures = 1;
    outcomes.settle = async (...given) => {
      if (failures-- > 0) throw new RangeError('the database went away after the lake had acknowledged');
      return settle(...given);
    };
    const third = new Pipeline(new PostgresTelemetryLogReader(database.systemDb('lane_log_reader')), new LakeWriter(client), { workers: 1, replayHours: 24 },
      outcomes, new RuleService(db), createLog('silent'));
    const before = await stored(a.tenant);
    await send(a, [{ message: 'acknowledged once' }, ENCODED_POWERSHELL]);
    await third.start();

    await eventually('the outcome at the second try', async () => failures < 0 && (await stored(a.tenant)) === before + 2);
    await third.stop();
    expect(await stored(a.tenant)).toBe(before + 2);
  });

  it('tells all rules, or the one that was asked for, and none for an id that no rule has', async () => {
    const service = new RuleService(database.tenantDb('svc_detection'));
    const ask = (ruleId?: string) => service.list(forSystem(a.tenant, 'test'), { tenantId: a.tenant, ruleId });
    const { items: all, contentVersion } = await ask();
    const [{ ruleId }] = all.filter(({ falsePositives }) => falsePositives.length > 0);

    expect(await ask(ruleId)).toEqual({ contentVersion, items: all.filter((rule) => rule.ruleId === ruleId) });
    expect((await ask('no-such-rule')).items).toEqual([]);
    expect(all.every(({ selections, conditions, logSource }) => selections.length > 0 && conditions.length > 0 && logSource !== '')).toBe(true);
  });

  it('does not fire a rule that the tenant switched off, and still fires it for the other', async () => {
    const db = database.tenantDb('svc_detection');
    const service = new RuleService(db);
    const fired = new Set((await findings(a.tenant)).map(({ data }) => (data['rule'] as { id: string }).id));
    const analyst = { ...forSystem(b.tenant, 'test'), actor: { kind: 'user' as const, id: newId(), name: 'Analyst' } };
    for (const ruleId of fired) await service.set(analyst, { tenantId: asId<'tenant'>(b.tenant), ruleId, enabled: false, reason: 'tested here' });
    const fourth = new Pipeline(new PostgresTelemetryLogReader(database.systemDb('lane_log_reader')), new LakeWriter(client), { workers: 1, replayHours: 24 },
      new OutcomeService(db), service, createLog('fatal'));
    await fourth.start();
    const [before, counted] = [(await findings(a.tenant)).length, (await processed(b.tenant)).length];
    await send(b, [ENCODED_POWERSHELL]);
    await send(a, [ENCODED_POWERSHELL]);

    await eventually('both batches', async () => (await findings(a.tenant)).length > before && (await processed(b.tenant)).length > counted);
    await fourth.stop();
    expect(await findings(b.tenant)).toEqual([]);
  });
});
