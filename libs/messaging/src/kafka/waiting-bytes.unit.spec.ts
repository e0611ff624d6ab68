import { newId } from '@yagura/kernel';
import { WaitingBytes } from './waiting-bytes';

const [a, b] = [newId<'tenant'>(), newId<'tenant'>()];
const reach = (committed: bigint, end: bigint, averageBytes?: number) => [{ partition: 0, committed, end, averageBytes }];

describe('bytes that wait in Kafka', () => {
  it('are those that this writer appended and the reader has not passed', () => {
    const waiting = new WaitingBytes();
    waiting.add(0, { position: 1n, tenantId: a, bytes: 500 });
    waiting.add(0, { position: 2n, tenantId: b, bytes: 70 });
    waiting.add(0, { position: 3n, tenantId: a, bytes: 30 });

    expect(waiting.count(a, reach(0n, 3n))).toEqual({ tenantBytes: 530, totalBytes: 600 });
    expect(waiting.count(b, reach(1n, 3n))).toEqual({ tenantBytes: 70, totalBytes: 100 });
    expect(waiting.count(a, reach(3n, 3n))).toEqual({ tenantBytes: 0, totalBytes: 0 });
  });

  it('of other writers are reckoned with the reader’s average, and with each tenant’s share of one’s own', () => {
    const waiting = new WaitingBytes();
    waiting.add(0, { position: 5n, tenantId: a, bytes: 300 });
    waiting.add(0, { position: 6n, tenantId: b, bytes: 100 });

    expect(waiting.count(a, reach(2n, 6n, 200))).toEqual({ tenantBytes: 600, totalBytes: 800 });
    expect(waiting.count(b, reach(2n, 6n, 200))).toEqual({ tenantBytes: 200, totalBytes: 800 });
  });

  it('of before a restart count for the bound of all even when nobody told an average', () => {
    expect(new WaitingBytes().count(a, reach(10n, 12n))).toEqual({ tenantBytes: 0, totalBytes: 2 * 65_536 });
  });
});
