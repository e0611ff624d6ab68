import { randomBytes } from 'node:crypto';
import { createLog } from '../log';
import { InMemorySpanExporter, SimpleSpanProcessor, startTracing, type Tracing } from '../tracing/tracing';
import { callerWithToken, type CallerWithToken } from './caller-with-token';
import { EchoController, echoApi, serviceClientContract } from './service-client-contract';
import { ServiceEdge } from './service-edge';

let caller: CallerWithToken;
let edge: ServiceEdge;
let tracing: Tracing;
const assertionKey = randomBytes(32);

beforeAll(async () => {
  tracing = startTracing(new SimpleSpanProcessor(new InMemorySpanExporter()));
  caller = await callerWithToken();
  edge = new ServiceEdge(caller.verifier, assertionKey, createLog('silent'));
  edge.register(echoApi, new EchoController());
});

afterAll(async () => {
  caller.close();
  await tracing.stop();
});

serviceClientContract('in one process', () => ({ client: edge, assertionKey, token: caller.token, verified: caller.verified }));

describe('the edge of a service', () => {
  it('refuses at start a controller whose mark is not what its contract demands', () => {
    class Unmarked {
      echo(): Promise<never> { return Promise.reject(new TypeError('never called')); }
      refuse(): Promise<never> { return Promise.reject(new TypeError('never called')); }
      trace(): Promise<never> { return Promise.reject(new TypeError('never called')); }
      nothing(): Promise<never> { return Promise.reject(new TypeError('never called')); }
    }

    expect(() => edge.register(echoApi, new Unmarked())).toThrow('is not marked with what its contract demands');
  });

  it('knows no operation that nobody registered', async () => {
    await expect(edge.call({ ...echoApi.echo, name: 'absent' }, { token: caller.token }, { text: 'x' })).rejects.toThrow();
  });
});
