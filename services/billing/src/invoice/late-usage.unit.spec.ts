import fc from 'fast-check';
import { DEFAULT_PLANS, planInForce } from '@yagura/rating';
import { factsOf } from './invoice';
import { decimalLess, lateLines } from './late-usage';
import { ratePeriod, type Measured } from './rate-invoice';

const plan = planInForce(DEFAULT_PLANS, 'standard', '2026-06-01');
const june = { firstDay: '2026-06-01', endDay: '2026-07-01', monthStart: '2026-06-01', monthEnd: '2026-07-01' };
const rated = (measured: Measured) => ratePeriod(plan, measured, june).map(factsOf);
const usage = { period: '2026-06', from: new Date(0), until: new Date(1), after: '0', through: '1' };
const sum = (lines: readonly { readonly amountMinor: bigint }[]): bigint => lines.reduce((all, { amountMinor }) => all + amountMinor, 0n);

describe('usage that comes after the invoice', () => {
  it('is owed so that both invoices together come to what one would have', () => {
    fc.assert(fc.property(fc.bigInt(0n, 3_000_000_000_000n), fc.bigInt(0n, 3_000_000_000_000n), fc.nat(200), fc.nat(200), (bytes, later, sources, moreSources) => {
      const billed = rated({ bytes: bytes.toString(), sources, users: 3 });
      const rerated = rated({ bytes: (bytes + later).toString(), sources: sources + moreSources, users: 3 });

      const late = lateLines(billed, rerated, () => usage);

      expect(sum(billed) + sum(late)).toBe(sum(rerated));
      expect(late.every(({ amountMinor, meter }) => amountMinor > 0n && meter !== 'plan_fee')).toBe(true);
    }));
  });

  it('that reaches the next tier is billed at both prices', () => {
    const late = lateLines(rated({ bytes: '1299000000000', sources: 0, users: 0 }), rated({ bytes: '1301500000000', sources: 0, users: 0 }), () => usage);

    expect(late.map(({ quantity, unitPrice, measuredQuantity, amountMinor }) => [quantity, unitPrice, measuredQuantity, amountMinor])).toEqual([
      ['1', '560', '2.5', 560n], ['1.5', '440', '2.5', 660n],
    ]);
  });

  it('that comes to less gives no line, because that is a credit note', () => {
    expect(lateLines(rated({ bytes: '400000000000', sources: 0, users: 0 }), rated({ bytes: '350000000000', sources: 0, users: 0 }), () => usage)).toEqual([]);
  });
});

test('decimals are taken from one another exactly', () => {
  expect([decimalLess('0.3', '0.1'), decimalLess('1', '0.000000001'), decimalLess('5', '5.0'), decimalLess('1.5', '12'), decimalLess('100', '0')]).toEqual(
    ['0.2', '0.999999999', '0', '-10.5', '100']);
});
