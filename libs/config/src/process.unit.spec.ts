import { readConfig } from './define-config';
import { CALLED_SERVICES, PROCESS_NAMES, PROCESS_PORTS, PROCESS_SETTINGS } from './process';

describe('the configuration of a process', () => {
  it('has a default for everything that a machine of one’s own needs, and no server by default', () => {
    expect(readConfig(PROCESS_SETTINGS, {}, {})).toMatchObject({
      databaseUrl: 'postgres://127.0.0.1:4432/yagura', lakeUrl: 'http://127.0.0.1:4123', cases: [`http://127.0.0.1:${PROCESS_PORTS.cases}`], processHost: '127.0.0.1',
      kafkaBrokers: [], s3Endpoint: undefined, smtpHost: undefined, keycloakUrl: undefined, lakePassword: undefined,
    });
  });

  it('has every flag and variable once, and a sentence for each', () => {
    const all = Object.values(PROCESS_SETTINGS);

    expect(new Set(all.map(({ flag }) => flag)).size).toBe(all.length);
    expect(new Set(all.map(({ variable }) => variable)).size).toBe(all.length);
    for (const { variable, flag, about } of all) expect([variable, flag, about]).toEqual([expect.stringMatching(/^(YAGURA|CLICKHOUSE)_[A-Z0-9_]+$/), expect.stringMatching(/^[a-z0-9-]+$/), expect.stringMatching(/\w/)]);
  });

  it('gives every part a port of its own, and every service that is called an address', () => {
    expect(new Set(Object.values(PROCESS_PORTS)).size).toBe(PROCESS_NAMES.length);
    for (const name of CALLED_SERVICES) expect(PROCESS_SETTINGS[name].flag).toBe(`${name}-url`);
  });

  it('takes several addresses of one service, and none that is no address', () => {
    expect(readConfig(PROCESS_SETTINGS, { 'cases-url': 'http://a:1, http://b:2' }, {}).cases).toEqual(['http://a:1', 'http://b:2']);
    expect(() => readConfig(PROCESS_SETTINGS, { 'cases-url': 'cases:1 2' }, {})).toThrow('--cases-url');
    expect(() => readConfig(PROCESS_SETTINGS, { 'cases-url': ',' }, {})).toThrow('--cases-url');
    expect(() => readConfig(PROCESS_SETTINGS, { 'database-url': 'mysql://x/y' }, {})).toThrow('--database-url (YAGURA_DATABASE_URL)');
  });
});
