import { z } from 'zod';
import { ALL_IN_ONE_SETTINGS } from './all-in-one';
import { port, readConfig, setting } from './define-config';

const SETTINGS = {
  door: setting('YAGURA_DOOR', 'door', 'the door', port(8088)),
  level: setting('YAGURA_LEVEL', 'level', 'how much', z.enum(['low', 'high']).default('low')),
} as const;

describe('a configuration', () => {
  it('takes a flag before a variable, a variable before the default, and blank for unset', () => {
    expect(readConfig(SETTINGS, {}, {})).toEqual({ door: 8088, level: 'low' });
    expect(readConfig(SETTINGS, {}, { YAGURA_DOOR: '9000', YAGURA_LEVEL: 'high' })).toEqual({ door: 9000, level: 'high' });
    expect(readConfig(SETTINGS, { door: '9001', level: '' }, { YAGURA_DOOR: '9000', YAGURA_LEVEL: ' ' })).toEqual({ door: 9001, level: 'low' });
  });

  it('says every problem at once, each with its flag and its variable', () => {
    const read = (): unknown => readConfig(SETTINGS, { door: '70000' }, { YAGURA_LEVEL: 'loud' });

    expect(read).toThrow(/--door \(YAGURA_DOOR\).*--level \(YAGURA_LEVEL\)/);
    expect(read).toThrow(expect.objectContaining({ kind: 'InvalidInput', slug: 'config.invalid' }));
  });

  it.each([['-1'], ['65536'], ['1.5'], ['http']])('takes %j for no port, and says so', (text) => {
    expect(() => readConfig(SETTINGS, { door: text }, {})).toThrow('--door');
  });

  it('of the all-in-one has defaults for everything, and every flag and variable once', () => {
    const all = Object.values(ALL_IN_ONE_SETTINGS);

    expect(readConfig(ALL_IN_ONE_SETTINGS, {}, {})).toMatchObject({ host: '127.0.0.1', gatewayPort: 4000, hecPort: 8088, anyDocument: false, workers: 1 });
    expect(new Set(all.map(({ flag }) => flag)).size).toBe(all.length);
    expect(new Set(all.map(({ variable }) => variable)).size).toBe(all.length);
    for (const { variable, flag, about } of all) expect([variable, flag, about]).toEqual([expect.stringMatching(/^YAGURA_[A-Z_]+$/), expect.stringMatching(/^[a-z-]+$/), expect.stringMatching(/\w/)]);
  });
});
