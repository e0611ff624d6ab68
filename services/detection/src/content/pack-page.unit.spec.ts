import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadPack, OWN_PACK_DIR } from './load-pack';
import { packPage, rowOf } from './pack-page';

const page = readFileSync(join(__dirname, '../../../../docs/rule-pack.md'), 'utf8');

describe('the page of the rule pack', () => {
  it('shows every rule of the pack as it is today, and no other', async () => {
    const { rules } = await loadPack(OWN_PACK_DIR);
    const rows = page.split('\n').filter((line) => /^\| (?:win|linux|aws|web|zeek)-/.test(line));

    expect(rows.filter((row) => !rules.some((rule) => row.startsWith(rowOf(rule))))).toEqual([]);
    expect(rows).toHaveLength(rules.length);
    expect(page).toContain(`brings ${rules.length} Sigma rules`);
  });

  it('tells on which sets a rule fired, and says so when it fired on none', async () => {
    const { rules } = await loadPack(OWN_PACK_DIR);
    const hits = new Map([['win-event-log-cleared.yml', new Map([['OTRF Windows', 63], ['Invictus', 2]])]]);

    const written = packPage(rules, { events: new Map([['Stratus', 310]]), hits });

    expect(written).toMatch(/^\| win-event-log-cleared \|.*\| OTRF Windows 63, Invictus 2 \|$/m);
    expect(written).toMatch(/^\| win-mshta-runs-inline-script \|.*\| none \|$/m);
    expect(written).toContain('| Stratus | 310 |');
  });
});
