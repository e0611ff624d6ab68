import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectKeycloak } from './connect-keycloak';

const secrets = { customers: 'c'.repeat(32), staff: 's'.repeat(32), programs: 'p'.repeat(32) };
const HOUR_MS = 3_600_000;
let asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(request.url ?? '');
  if (request.url?.endsWith('/token') === true) response.end(JSON.stringify({ access_token: 't', expires_in: 300 }));
  else response.writeHead(503).end();
});

beforeAll(() => new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); }));
afterAll(() => { server.close(); server.closeAllConnections(); });
beforeEach(() => {
  asked = [];
  jest.useFakeTimers({ doNotFake: ['Date', 'setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'nextTick', 'queueMicrotask', 'performance'] });
});
afterEach(() => { jest.useRealTimers(); });

describe('a process that is connected to Keycloak', () => {
  it('asks for nothing at its start, and looks for overdue passwords every hour, also after a failure', async () => {
    const failures: unknown[] = [];
    let heard = (): void => undefined;
    const connected = connectKeycloak({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, secrets, onError: (error) => { failures.push(error); heard(); },
    });
    const anHourOn = (): Promise<void> => new Promise((resolve) => { heard = resolve; jest.advanceTimersByTime(HOUR_MS); });
    expect(asked).toEqual([]);

    await anHourOn();
    await anHourOn();

    expect(failures).toMatchObject([{ slug: 'identity.unavailable' }, { slug: 'identity.unavailable' }]);
    expect(asked.filter((url) => url.startsWith('/admin/realms/yagura/users?'))).toHaveLength(2);
    connected.stop();
    asked = [];
    jest.advanceTimersByTime(HOUR_MS * 3);
    expect(asked).toEqual([]);
  });
});
