import { kafkaFigures } from './kafka-figures';
import type { Acknowledged, ReadRecord } from './kafka-job';

const ack = (number: number, at: number, more: Partial<Acknowledged> = {}): Acknowledged => ({ number, partition: 0, at, ms: 10, failed: 0, bytes: 1_000_000, rawBytes: 8_000_000, ...more });
const read = (number: number, at: number, more: Partial<ReadRecord> = {}): ReadRecord => ({ number, partition: 0, position: String(number + 1), at, isWhole: true, ...more });

describe('the figures of a log’s measurement', () => {
  it('count bytes that went through the log until the last was read, as they are stored and inflated', () => {
    const figures = kafkaFigures({ startedAt: 0, acknowledged: [ack(0, 500), ack(1, 1_000)] }, { records: [read(0, 600), read(1, 2_000)] });

    expect(figures).toMatchObject({ mbPerS: 1, rawMbPerS: 8, producedMbPerS: 2, bodies: 2, lost: 0, duplicates: 0, doubled: 0, redelivered: 0, damaged: 0 });
  });

  it('name what was acknowledged and never read', () => {
    expect(kafkaFigures({ startedAt: 0, acknowledged: [ack(0, 1), ack(1, 2)] }, { records: [read(1, 3)] }).lost).toBe(1);
  });

  it('tell a second record of a batch, which a failed try explains, from one that nothing explains', () => {
    const records = [read(0, 1), read(0, 2, { position: '9' }), read(1, 3), read(1, 4, { position: '10' })];
    const figures = kafkaFigures({ startedAt: 0, acknowledged: [ack(0, 1, { failed: 1 }), ack(1, 2)] }, { records });

    expect(figures).toMatchObject({ repeated: 1, duplicates: 2, doubled: 1, redelivered: 0 });
  });

  it('tell a record that was handed out twice from two records', () => {
    expect(kafkaFigures({ startedAt: 0, acknowledged: [ack(0, 1)] }, { records: [read(0, 2), read(0, 3)] })).toMatchObject({ redelivered: 1, duplicates: 0, doubled: 0 });
  });

  it('count records whose bytes are others', () => {
    expect(kafkaFigures({ startedAt: 0, acknowledged: [ack(0, 1)] }, { records: [read(0, 2, { isWhole: false })] }).damaged).toBe(1);
  });

  it('show how long nothing was acknowledged, at all and of one partition', () => {
    const acknowledged = [ack(0, 100), ack(1, 200, { partition: 1 }), ack(2, 5_200, { partition: 1 }), ack(3, 9_100)];
    const figures = kafkaFigures({ startedAt: 0, acknowledged }, { records: acknowledged.map(({ number, at }) => read(number, at)) });

    expect(figures).toMatchObject({ gapSec: 5, partitionGapSec: 9 });
  });
});
