import { senderConfigs } from './source-config';

const DOORS = { hecUrl: 'https://door.yagura.example:8088', bulkUrl: 'https://door.yagura.example:8088' };

describe('the configuration of a sender', () => {
  it('names address, port and token for each kind of sender', () => {
    const configs = senderConfigs(DOORS, 'ygr_live_abc-123');

    expect(configs.map(({ id }) => id)).toEqual(['curl', 'fluent-bit', 'filebeat', 'vector']);
    for (const { text } of configs) expect(text).toContain('ygr_live_abc-123');
    expect(configs[1]?.text).toMatch(/Port {10}8088[\s\S]*TLS {11}on/);
  });

  it('knows the port that an address does not name', () => {
    expect(senderConfigs({ ...DOORS, hecUrl: 'http://door.example' }, 't')[1]?.text).toMatch(/Port {10}80\n[\s\S]*TLS {11}off/);
  });

  it('refuses a token that would end its quotes', () => {
    expect(() => senderConfigs(DOORS, "t' ; rm -rf '")).toThrow('no token of ours');
  });
});
