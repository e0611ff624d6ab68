import fc from 'fast-check';
import { buildInvoice } from './invoice';
import { DEFAULT_PLANS, planInForce } from './price-book';
import { gigabytes, type MeterUsage, rateUsage, toInvoiceLine } from './rate-usage';

const plan = planInForce(DEFAULT_PLANS, 'standard', '2026-06-01');
const june = { from: '2026-06-01', to: '2026-07-01' };

test('a month of the standard plan is the fee and what exceeds the included quantities', () => {
  const usage: MeterUsage[] = [
    { meter: 'ingest_gb', quantity: gigabytes('412600000001'), usageRefs: ['day-1', 'day-2'] }, { meter: 'source', subjectCount: 22 }, { meter: 'user', subjectCount: 100 },
  ];

  const lines = rateUsage({ plan, usage, period: june });

  expect(lines.map(({ meter, quantity, unitPrice, amountMinor }) => [meter, quantity, unitPrice, amountMinor])).toEqual([
    ['plan_fee', '1', '300000', 300_000n], ['ingest_gb', '112.600000001', '560', 63_056n], ['source', '2', '2000', 4_000n], ['user', '0', '500', 0n],
  ]);
  expect(lines[1]).toMatchObject({ measuredQuantity: '412.600000001', includedQuantity: '300', descriptionKey: 'billing.line.ingest_gb', usageRefs: ['day-1', 'day-2'], taxCategory: 'S', taxRate: '10' });
  expect(buildInvoice({ ...plan, lines: lines.map(toInvoiceLine) })).toMatchObject({ subtotal: '367056', taxTotal: '36705', total: '403761' });
});

test('the fee of the month to date counts its calendar days', () => {
  const [fee] = rateUsage({ plan, usage: [], period: { from: '2026-06-01', to: '2026-06-12', feeEnd: '2026-07-01' } });

  expect(fee).toMatchObject({ amountMinor: 110_000n, measuredQuantity: '11', quantity: '0.366667', unit: 'month' });
});

test('volume that reaches the next tier makes a line at each price', () => {
  const lines = rateUsage({ plan, usage: [{ meter: 'ingest_gb', quantity: '1500' }], period: june }).filter(({ meter }) => meter === 'ingest_gb');

  expect(lines.map(({ quantity, unitPrice, amount }) => [quantity, unitPrice, amount])).toEqual([['1000', '560', '560000'], ['200', '440', '88000']]);
});

test('more usage never costs less and lines always sum to the invoice', () => {
  const usage = (gb: number, sources: number): MeterUsage[] => [{ meter: 'ingest_gb', quantity: `${gb}.5` }, { meter: 'source', subjectCount: sources }];
  const subtotal = (gb: number, sources: number): bigint => {
    const lines = rateUsage({ plan, usage: usage(gb, sources), period: june });
    expect(buildInvoice({ ...plan, lines: lines.map(toInvoiceLine) }).subtotal).toBe(lines.reduce((sum, line) => sum + line.amountMinor, 0n).toString());
    return lines.reduce((sum, line) => sum + line.amountMinor, 0n);
  };

  fc.assert(fc.property(fc.nat(5_000), fc.nat(500), fc.nat(100), fc.nat(100), (gb, more, sources, others) => {
    expect(subtotal(gb + more, sources + others) >= subtotal(gb, sources)).toBe(true);
  }));
});

test('corrections below zero charge nothing', () => {
  expect(rateUsage({ plan, usage: [{ meter: 'ingest_gb', quantity: '-5' }], period: june })[1]).toMatchObject({ measuredQuantity: '0', amountMinor: 0n });
});

test.each<[string, MeterUsage[]]>([
  ['stated twice', [{ meter: 'user', subjectCount: 1 }, { meter: 'user', subjectCount: 2 }]],
  ['without quantity', [{ meter: 'user' }]],
  ['with a quantity that is no number', [{ meter: 'ingest_gb', quantity: '1e3' }]],
])('usage %s is refused', (_what, usage) => {
  expect(() => rateUsage({ plan, usage, period: june })).toThrow(expect.objectContaining({ slug: 'rating.invalid_input' }));
});

test('a plan has the version in force on the date, and none before the first', () => {
  const book = [...DEFAULT_PLANS, { ...plan, version: 2, from: '2026-07-01' }];

  expect([planInForce(book, 'standard', '2026-06-30').version, planInForce(book, 'standard', '2026-07-01').version]).toEqual([1, 2]);
  expect(() => planInForce(book, 'standard', '2025-12-31')).toThrow(expect.objectContaining({ slug: 'rating.no_price_in_force' }));
});
