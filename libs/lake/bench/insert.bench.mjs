// node insert.bench.mjs FILE.jsonl.gz… [--batch=20000] [--copies=1] [--max-memory-mb=600] [--one-day=1]
// Windows records in the NXLog shape, with their raw text, through the encoder and the writer into the embedded engine. One JSON line per
// stage: CPU microseconds per record of the mapping, the encoding, the sending and the child, and the child's memory (PSS, MiB).
import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const require = createRequire(import.meta.url);
const { createLakeClient, emptyEventRow, eventBlocks, LakeReader, LakeWriter, migrateLake, startLakeChild } = require('../dist/index.js');
const { deterministicId, forTest, newId } = require('@yagura/kernel');

const option = (name, fallback) => Number(process.argv.find((word) => word.startsWith(`--${name}=`))?.split('=')[1] ?? fallback);
const files = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const ONE_DAY = option('one-day', 0) === 1;
const DAY_MS = 86_400_000;
const [BATCH, COPIES, MEMORY] = [option('batch', 20_000), option('copies', 1), option('max-memory-mb', 600)];
const TICKS_PER_SECOND = 100;
const say = (line) => { process.stdout.write(`${JSON.stringify(line)}\n`); };
const ourCpu = () => { const used = process.cpuUsage(); return used.user + used.system; };
const childCpu = (pid) => { const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' '); return (Number(fields[11]) + Number(fields[12])) * (1e6 / TICKS_PER_SECOND); };
const memory = (pid) => {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const mib = (name) => Math.round(Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)[1]) / 1024);
  return { pss: mib('Pss'), anonymous: mib('Anonymous') };
};

const lines = files.flatMap((file) => gunzipSync(readFileSync(file)).toString('utf8').split('\n').filter((line) => line !== ''));
const records = lines.map((line) => ({ fields: JSON.parse(line), raw: Buffer.from(line) }));
const rawBytes = records.reduce((sum, record) => sum + record.raw.length, 0);

function mapped({ fields, raw }, tenant, batch, seq) {
  const parsed = Date.parse(fields['@timestamp'] ?? '') || 0;
  const at = ONE_DAY ? 18_500 * DAY_MS + (parsed % DAY_MS) : parsed;
  const row = emptyEventRow({ tenant, ts: at, recv_ts: at, batch, seq });
  row.src = fields.Channel ?? ''; row.class_uid = 1007; row.event_code = String(fields.EventID ?? ''); row.host = fields.Hostname ?? '';
  row.user = fields.User ?? fields.TargetUserName ?? fields.AccountName ?? ''; row.image = fields.Image ?? fields.SourceImage ?? ''; row.cmd = fields.CommandLine ?? fields.ScriptBlockText ?? '';
  row.parent = fields.ParentImage ?? ''; row.file = fields.TargetFilename ?? ''; row.reg = fields.TargetObject ?? ''; row.src_ip = fields.SourceIp ?? fields.IpAddress ?? '';
  row.dst_ip = fields.DestinationIp ?? ''; row.dst_port = Number(fields.DestinationPort) || 0; row.dns = fields.QueryName ?? ''; row.sha256 = /SHA256=([0-9A-F]{64})/.exec(fields.Hashes ?? '')?.[1] ?? '';
  row.raw = raw;
  return row;
}

const data = mkdtempSync(join(tmpdir(), 'lake-bench-'));
const child = await startLakeChild({ data, maxMemoryMb: MEMORY });
const client = createLakeClient(child);
let peak = 0;
const sampler = setInterval(() => { peak = Math.max(peak, memory(child.pid).pss); }, 100);
const tenants = Array.from({ length: 20 }, () => newId());
try {
  await migrateLake(client);
  say({ stage: 'idle', ...memory(child.pid) });
  const writer = new LakeWriter(client);
  const spent = { map: 0, encode: 0, send: 0, wall: 0 };
  let [stored, blocksSent] = [0, 0];
  const builder = eventBlocks();
  const childBefore = childCpu(child.pid);
  for (let copy = 0; copy < COPIES; copy += 1) {
    for (let from = 0; from < records.length; from += BATCH) {
      const batch = deterministicId('bench', String(copy), String(from));
      let before = ourCpu();
      const rows = records.slice(from, from + BATCH).map((record, seq) => mapped(record, tenants[(from + copy) % tenants.length], batch, seq));
      spent.map += ourCpu() - before; before = ourCpu();
      for (const row of rows) builder.append(row);
      const blocks = builder.take();
      spent.encode += ourCpu() - before; before = ourCpu();
      const started = performance.now();
      await writer.insert('events', blocks, batch);
      spent.wall += performance.now() - started; spent.send += ourCpu() - before;
      stored += rows.length; blocksSent += blocks.length;
    }
  }
  const perRecord = (micros) => Number((micros / stored).toFixed(2));
  say({ stage: 'insert', records: stored, blocks: blocksSent, rawBytesPerRecord: Math.round(rawBytes / records.length), mapUs: perRecord(spent.map), encodeUs: perRecord(spent.encode), sendUs: perRecord(spent.send),
    childUs: perRecord(childCpu(child.pid) - childBefore), wallMsPerBlock: Number((spent.wall / blocksSent).toFixed(1)), ...memory(child.pid), peakPss: peak });
  const reader = new LakeReader(client);
  const analyst = forTest(tenants[0], { readScope: tenants });
  const started = performance.now();
  const found = await reader.search(analyst, { from: 'events', measures: [{ fn: 'count', as: 'rows' }], where: { op: 'contains', column: 'raw', text: 'powershell' }, limit: 1 });
  say({ stage: 'scan of raw text', found: found[0].rows, ms: Math.round(performance.now() - started), ...memory(child.pid) });
  const size = await (await client.query({ query: "SELECT sum(bytes_on_disk) AS bytes, count() AS parts FROM system.parts WHERE active AND table = 'events'", format: 'JSONEachRow' })).json();
  say({ stage: 'stored', bytesPerRecord: Math.round(Number(size[0].bytes) / stored), parts: Number(size[0].parts) });
  await new Promise((resolve) => { setTimeout(resolve, 5000); });
  say({ stage: 'five seconds later', ...memory(child.pid), peakPss: peak, childUsWithMerges: perRecord(childCpu(child.pid) - childBefore) });
} finally {
  clearInterval(sampler);
  await client.close();
  await child.stop();
  rmSync(data, { recursive: true, force: true });
}
