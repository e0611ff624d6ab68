import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileRules } from '@yagura/sigma';
import { parseRecord, type TelemetryRecord } from '@yagura/telemetry';
import { loadPack, OWN_PACK_DIR } from './load-pack';

const SAMPLES_DIR = join(OWN_PACK_DIR, '..', 'samples');
const RECV = Date.parse('2026-02-03T04:05:10Z');

interface Samples { readonly matching: readonly unknown[]; readonly other: readonly unknown[] }

const samplesOf = (file: string): Samples => JSON.parse(readFileSync(join(SAMPLES_DIR, file), 'utf8')) as Samples;
const recordOf = (sample: unknown): TelemetryRecord => {
  const record = parseRecord({ raw: typeof sample === 'string' ? sample : JSON.stringify(sample) }, {}, RECV);
  if (record.quarantined) throw new Error(`a sample cannot be read: ${record.reason}`);
  return record;
};
const files = readdirSync(OWN_PACK_DIR).sort();
const pack = loadPack(OWN_PACK_DIR).then(({ rules }) => compileRules(rules));

describe('the rule pack', () => {
  it('loads whole, every rule with id, author, licence, level and ATT&CK techniques of its own', async () => {
    const { rules, refused } = await loadPack(OWN_PACK_DIR);

    expect(refused).toEqual([]);
    expect(rules).toHaveLength(files.length);
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
    expect(new Set(rules.map((rule) => rule.title)).size).toBe(rules.length);
    for (const rule of rules) {
      expect(rule).toMatchObject({ author: 'Yagura', licence: 'Apache-2.0', warnings: [] });
      expect(rule.level).toBeDefined();
      expect(rule.attack.techniques.length).toBeGreaterThan(0);
    }
  });

  it('watches Windows, Linux, AWS, web servers and the network, none with a handful only', () => {
    const families = ['win-', 'linux-', 'aws-', 'web-', 'zeek-'].map((prefix) => [prefix, files.filter((file) => file.startsWith(prefix)).length] as const);

    expect(files.length).toBeGreaterThanOrEqual(40);
    expect(families.filter(([, count]) => count < 5)).toEqual([]);
    expect(families.reduce((sum, [, count]) => sum + count, 0)).toBe(files.length);
  });

  it('says of every rule in whole sentences what happened, and what else may set it off', async () => {
    for (const { description, falsepositives, file } of (await loadPack(OWN_PACK_DIR)).rules) {
      expect([file, description]).toEqual([file, expect.stringMatching(/^[A-Z].{40,}\.$/)]);
      expect([file, falsepositives.length]).not.toEqual([file, 0]);
    }
  });

  it('has samples for every rule and rules for every sample file', () => {
    expect(readdirSync(SAMPLES_DIR).sort()).toEqual(files.map((file) => file.replace(/\.yml$/, '.json')));
  });

  it('is not there when its folder is not', async () => {
    await expect(loadPack(join(OWN_PACK_DIR, 'absent'))).rejects.toThrow('ENOENT');
  });
});

describe.each(files)('%s', (file) => {
  const { matching, other } = samplesOf(file.replace(/\.yml$/, '.json'));

  it('has samples of both kinds', () => {
    expect(matching.length).toBeGreaterThan(0);
    expect(other.length).toBeGreaterThan(0);
  });

  const matchedFiles = async (sample: unknown): Promise<string[]> => {
    const compiled = await pack;
    return compiled.match(recordOf(sample)).map((index) => compiled.metadataOf(index).file);
  };

  it.each(matching.map((sample, index) => [index, sample] as const))('fires on matching sample %d', async (_, sample) => {
    expect(await matchedFiles(sample)).toContain(file);
  });

  it.each(other.map((sample, index) => [index, sample] as const))('stays silent on other sample %d', async (_, sample) => {
    expect(await matchedFiles(sample)).not.toContain(file);
  });
});
