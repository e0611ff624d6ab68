import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ATTACK_TACTICS, ATTACK_VERSION, attackTags, tacticById } from './attack';

const matrixFile = join(__dirname, '../../../../shared/data/sigma/attack/attack-enterprise.json');

describe('ATT&CK tags of a rule', () => {
  it('become tactic ids in matrix order and technique ids in upper case, each once', () => {
    const read = attackTags(['attack.t1059.001', 'attack.impact', 'attack.execution', 'attack.T1059.001', 'cve.2024-1', 'attack.g0007']);

    expect(read).toEqual({ tactics: ['TA0002', 'TA0040'], techniques: ['T1059.001'] });
  });

  it.each([
    ['attack.credential-access', 'TA0006'],
    ['attack.credential_access', 'TA0006'],
    ['attack.ta0006', 'TA0006'],
  ])('name a tactic as %s', (tag, id) => {
    expect(attackTags([tag]).tactics).toEqual([id]);
    expect(tacticById(id)?.name).toBe('Credential Access');
  });

  it('keep a technique that this matrix version does not know and drop what is no tactic', () => {
    expect(attackTags(['attack.t9999', 'attack.stealth', 'attack.t12'])).toEqual({ tactics: [], techniques: ['T9999'] });
  });
});

(existsSync(matrixFile) ? describe : describe.skip)('the list of tactics (skipped when the shared ATT&CK names are missing)', () => {
  it('is the published matrix of its version', () => {
    const matrix = JSON.parse(readFileSync(matrixFile, 'utf8')) as { attackVersion: string; tactics: { id: string }[] };

    const ours = [...ATTACK_TACTICS].sort((a, b) => a.id.localeCompare(b.id));

    expect(ours).toEqual(matrix.tactics);
    expect(ATTACK_VERSION).toBe(matrix.attackVersion);
  });
});
