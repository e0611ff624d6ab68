import { dataFolder, startYagura, TraceCollector, type RunningYagura } from '@yagura/testing';
import { makeCompany, operatorOf, type Company } from '../testing/company';
import { tracesTheRoad } from '../testing/trace-suite';

jest.setTimeout(120_000);

describe('traces of everything in one process', () => {
  let collector: TraceCollector;
  let yagura: RunningYagura;
  let company: Company;

  beforeAll(async () => {
    collector = await TraceCollector.start();
    yagura = await startYagura(['--otlp-url', collector.url], dataFolder());
    company = await makeCompany(operatorOf(yagura), 'trace-test');
  });
  afterAll(async () => {
    await yagura?.remove();
    await collector.stop();
  });

  tracesTheRoad(() => ({ place: yagura, collector, company, system: 'postgresql', isApart: false }));
});
