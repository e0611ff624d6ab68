// Microseconds per event of each step from a decompressed body to columns, over one lane of the shared events.
// Usage, after a build: node libs/telemetry/bench/parse.bench.mjs <lane.jsonl.gz>
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { checkHecBody, frameBody, parseRecord } from '../dist/index.js';

const file = process.argv[2];
if (file === undefined) { console.error('usage: parse.bench.mjs <lane.jsonl.gz>'); process.exit(2); }
const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n').filter((line) => line !== '').slice(0, 16_000);
const bodies = { 'hec.raw': [], 'hec.event': [] };
for (let at = 0; at < lines.length; at += 1000) {
  const batch = lines.slice(at, at + 1000);
  bodies['hec.raw'].push(Buffer.from(batch.join('\n')));
  bodies['hec.event'].push(Buffer.from(batch.map((line) => `{"time":1700000000.123,"host":"h","sourcetype":"x","event":${line}}`).join('')));
}
const perEvent = (step) => {
  let best = Infinity;
  for (let round = 0; round < 5; round += 1) {
    const from = performance.now();
    step();
    best = Math.min(best, performance.now() - from);
  }
  return Math.round((best * 1e5) / lines.length) / 100;
};
const result = { file: file.split('/').pop(), events: lines.length, bytesPerEvent: Math.round(lines.join('').length / lines.length) };
result.jsonParse = perEvent(() => { for (const line of lines) JSON.parse(line); });
result.check = perEvent(() => { for (const body of bodies['hec.event']) checkHecBody(body); });
for (const door of ['hec.event', 'hec.raw']) {
  result[`${door} frame`] = perEvent(() => { for (const body of bodies[door]) frameBody(body, door); });
  result[`${door} frame+parse`] = perEvent(() => {
    for (const body of bodies[door]) for (const frame of frameBody(body, door).frames) parseRecord(frame, {}, 1.9e12);
  });
}
console.log(JSON.stringify(result));
